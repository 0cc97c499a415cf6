import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connect, published, startNode, tcpOf } from './node-fixture.ts';
import type { RunningNode } from './node-fixture.ts';

let running: RunningNode;
afterEach(() => running.node.stop());

describe('malformed frames', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const strikes: Readonly<Record<string, string>> = {
    'nothing at all': '',
    'bad JSON': '{"type":',
    words: 'hello',
    'a byte order mark': '\ufeff{"type":"ping"}',
    null: 'null',
    'a number': '7',
    'a string': '"subscribe"',
    'an array': '[{"type":"ping"}]',
    'topics missing': '{"type":"subscribe"}',
    'topics null': '{"type":"subscribe","topics":null}',
    'topics a string': '{"type":"subscribe","topics":"room"}',
    'topics an object': '{"type":"subscribe","topics":{"length":1,"0":"room"}}',
    'topics of numbers': '{"type":"subscribe","topics":[1]}',
    'topics nested': '{"type":"unsubscribe","topics":[["room"]]}',
    'an empty topic': '{"type":"subscribe","topics":[""]}',
    'a long topic': `{"type":"subscribe","topics":["${'x'.repeat(129)}"]}`,
    'a lone surrogate in a topic': '{"type":"subscribe","topics":["\\ud800"]}',
    'a topic that is an object': '{"type":"publish","topic":{},"data":1}',
    'a publish without data': '{"type":"publish","topic":"room"}',
    'a number that is none': '{"type":"publish","topic":"room","data":1e999}',
    'deep data': `{"type":"publish","topic":"room","data":${nested(17)}}`,
    'very deep data': `{"type":"publish","topic":"room","data":${nested(4070)}}`,
    'very deep text': nested(4096),
    'open brackets': '['.repeat(8192),
    'a pong of another kind': '{"type":"pong","time":"now"}',
  };
  const harmless: Readonly<Record<string, string>> = {
    'an empty object': '{}',
    'an unknown type': '{"type":"auth","token":1}',
    'a type that is an object': '{"type":{"toString":1}}',
    'a type from the prototype': '{"type":"constructor"}',
    '__proto__ as envelope': '{"__proto__":{"type":"publish","topic":"room","data":1}}',
    'a pong': '{"type":"pong"}',
    'no topics': '{"type":"subscribe","topics":[]}',
    'topics named like the prototype':
      '{"type":"subscribe","topics":["__proto__","constructor","toString"]}',
    'unsubscribing what one never had': '{"type":"unsubscribe","topics":["never","__proto__"]}',
    'publishing on the prototype': '{"type":"publish","topic":"hasOwnProperty","data":1}',
  };

  beforeEach(async () => {
    running = await startNode({ strikes: 2 });
  });

  it.each(Object.entries(strikes))(
    'N-6: %s is ignored once, and closes its own socket with words the second time',
    async (_name, frame) => {
      const witness = await connect(running.wsUrl);
      witness.send({ type: 'subscribe', topics: ['room'] });
      await witness.settled();
      const mallory = await connect(running.wsUrl);
      mallory.send({ type: 'subscribe', topics: ['room'] });
      mallory.sendRaw(frame);
      await mallory.settled();
      mallory.sendRaw(frame);
      expect(await mallory.closed).toEqual({ code: 4400, reason: 'too many malformed frames' });
      await witness.settled();
      expect(published(witness)).toEqual([]);
    },
  );

  it.each(Object.entries(harmless))('N-6: %s costs nothing', async (_name, frame) => {
    const client = await connect(running.wsUrl);
    for (let i = 0; i < 4; i += 1) client.sendRaw(frame);
    await client.settled();
    expect(published(client)).toEqual([]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('N-6: a binary frame is malformed, whatever it says', async () => {
    const client = await connect(running.wsUrl);
    client.sendRaw(Buffer.from('{"type":"subscribe","topics":["room"]}'), true);
    client.send({ type: 'publish', topic: 'room', data: 1 });
    await client.settled();
    expect(published(client)).toEqual([]);
    client.sendRaw(new Uint8Array([0, 255, 1]), true);
    expect((await client.closed).code).toBe(4400);
  });

  it('N-6: keys and characters that confuse others are passed on as they are', async () => {
    const client = await connect(running.wsUrl);
    client.send({ type: 'subscribe', topics: ['__proto__'] });
    client.sendRaw(
      '{"type":"publish","topic":"__proto__","data":{"__proto__":{"polluted":1},"s":"\\ud800"}}',
    );
    await client.settled();
    expect(JSON.stringify(published(client)[0])).toBe(
      '{"type":"publish","topic":"__proto__","data":{"__proto__":{"polluted":1},"s":"\\ud800"}}',
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('N-7: a frame of 8,192 bytes passes, one more closes that socket alone', async () => {
    const [small, large] = [await connect(running.wsUrl), await connect(running.wsUrl)];
    const frame = (size: number) => {
      const empty = '{"type":"publish","topic":"room","data":""}';
      return empty.replace('""}', `"${'x'.repeat(size - empty.length)}"}`);
    };
    small.send({ type: 'subscribe', topics: ['room'] });
    small.sendRaw(frame(8192));
    await small.settled();
    expect(published(small)).toHaveLength(1);
    large.sendRaw(frame(8193));
    expect((await large.closed).code).toBe(1009);
    await small.settled();
  });

  it('N-7: a frame that grows beyond the limit when written anew is not relayed', async () => {
    const client = await connect(running.wsUrl);
    client.send({ type: 'subscribe', topics: ['room'] });
    const numbers = Array.from({ length: 1500 }, () => '1e20').join(',');
    client.sendRaw(`{"type":"publish","topic":"room","data":[${numbers}]}`);
    await client.settled();
    expect(published(client)).toEqual([]);
  });

  it('N-6: text that is not UTF-8 closes that socket alone', async () => {
    const [honest, mallory] = [await connect(running.wsUrl), await connect(running.wsUrl)];
    mallory.sendRaw(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]));
    expect((await mallory.closed).code).toBe(1007);
    await honest.settled();
  });

  it('N-6: bytes that are not WebSocket frames, and broken HTTP, end their own connection', async () => {
    const honest = await connect(running.wsUrl);
    const mallory = await connect(running.wsUrl);
    tcpOf(mallory).write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await mallory.closed;
    for (const bytes of [
      'NONSENSE\r\n\r\n',
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
      'GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=5-2\r\nConnection: close\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      const raw = connectTcp(running.port, '127.0.0.1');
      raw.on('error', () => undefined);
      raw.resume();
      raw.write(bytes);
      await once(raw, 'close');
    }
    await honest.settled();
  });

  it('N-6: a connection cut in the middle of a handshake or frame hurts nobody', async () => {
    const honest = await connect(running.wsUrl);
    for (let i = 0; i < 10; i += 1) {
      const mallory = await connect(running.wsUrl);
      tcpOf(mallory).write(Buffer.from([0x81, 0xfe, 0x10]));
      tcpOf(mallory).resetAndDestroy();
      const raw = connectTcp(running.port, '127.0.0.1');
      raw.on('error', () => undefined);
      raw.write('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: webs');
      await once(raw, 'connect');
      raw.resetAndDestroy();
    }
    await honest.settled();
  });
});

describe('too much', () => {
  it('N-8: a burst beyond the bucket closes that socket alone, with words', async () => {
    running = await startNode();
    const [honest, flood] = [await connect(running.wsUrl), await connect(running.wsUrl)];
    for (let i = 0; i < 200; i += 1) flood.sendRaw('{"type":"ping"}');
    await sleep(50);
    expect(flood.socket.readyState).toBe(flood.socket.OPEN);
    for (let i = 0; i < 200; i += 1) flood.sendRaw('{"type":"ping"}');
    expect(await flood.closed).toEqual({ code: 4429, reason: 'too many frames' });
    await honest.settled();
    await (await connect(running.wsUrl)).settled();
  });

  it('N-9: topics beyond the limit are left out, those before it work', async () => {
    running = await startNode();
    const client = await connect(running.wsUrl);
    const name = (i: number) => `topic-${i}`;
    const names = Array.from({ length: 520 }, (_, i) => name(i));
    client.send({ type: 'subscribe', topics: names.slice(0, 260) });
    client.send({ type: 'subscribe', topics: names.slice(260) });
    for (const i of [0, 511, 512, 519]) client.send({ type: 'publish', topic: name(i), data: i });
    await client.settled();
    expect(published(client).map((frame) => frame['data'])).toEqual([0, 511]);
    client.send({ type: 'unsubscribe', topics: [name(0)] });
    client.send({ type: 'subscribe', topics: [name(512)] });
    client.send({ type: 'publish', topic: name(512), data: 512 });
    await client.settled();
    expect(published(client)).toHaveLength(3);
  });

  it('N-10: one socket more than an address may have is closed, the others stay', async () => {
    running = await startNode({ socketsPerAddress: 3 });
    const held = [];
    for (let i = 0; i < 3; i += 1) held.push(await connect(running.wsUrl));
    const extra = await connect(running.wsUrl);
    expect(await extra.closed).toEqual({
      code: 4430,
      reason: 'too many sockets from this address',
    });
    await Promise.all(held.map((client) => client.settled()));
    held[0]?.socket.close();
    await held[0]?.closed;
    await sleep(20);
    await (await connect(running.wsUrl)).settled();
  });

  it('N-10: behind a proxy of our own the last forwarded address counts, else none does', async () => {
    running = await startNode({ socketsPerAddress: 1 }, { trustProxy: true });
    const from = (header: string) =>
      connect(running.wsUrl, { headers: { 'x-forwarded-for': header } });
    const first = await from('203.0.113.7');
    await (await from('203.0.113.8')).settled();
    expect((await (await from('198.51.100.1, 203.0.113.7')).closed).code).toBe(4430);
    await first.settled();
    await running.node.stop();
    running = await startNode({ socketsPerAddress: 1 });
    await (await from('203.0.113.7')).settled();
    expect((await (await from('203.0.113.8')).closed).code).toBe(4430);
  });

  it('N-21: one socket more than the node may have is refused, the others stay, room is used again', async () => {
    running = await startNode({ sockets: 2 });
    const first = await connect(running.wsUrl);
    const second = await connect(running.wsUrl);
    expect(await refusal(running.wsUrl)).toEqual({
      status: 503,
      text: 'The node is full. Come back in a moment.\n',
    });
    // A page is no socket.
    expect((await fetch(new URL('/healthz', running.url))).status).toBe(200);
    await Promise.all([first.settled(), second.settled()]);
    first.socket.terminate();
    const third = await vi.waitFor(async () => {
      const client = await connect(running.wsUrl);
      expect(client.socket.readyState).toBe(client.socket.OPEN);
      return client;
    });
    await third.settled();
    await second.settled();
  });

  it('N-21: connections that ask for nothing are bounded too, and a socket lives on beside them', async () => {
    running = await startNode({ sockets: 1 });
    const client = await connect(running.wsUrl);
    const open = new Set<Socket>();
    let cut = 0;
    for (let i = 0; i < 520; i += 1) {
      const socket = connectTcp(running.port, '127.0.0.1', () => open.add(socket));
      // A connection above the bound may be reset; that is what is counted here.
      socket.on('error', () => undefined);
      socket.on('close', () => void (open.delete(socket), (cut += 1)));
    }
    await vi.waitFor(() => expect(open.size + cut).toBe(520), { timeout: 10_000 });
    await vi.waitFor(() => expect(cut).toBe(8), { timeout: 10_000 });
    await client.settled();
    for (const socket of open) socket.destroy();
  });

  it('N-11: a receiver that does not read is skipped, then closed; the others hear everything', async () => {
    const rate = { perSecond: 100_000, burst: 100_000 };
    const pressure = { soft: 64 * 1024, hard: 512 * 1024 };
    running = await startNode({ rate, pressure });
    const [sender, reader, stalled] = [
      await connect(running.wsUrl),
      await connect(running.wsUrl),
      await connect(running.wsUrl),
    ];
    for (const client of [sender, reader, stalled]) {
      client.send({ type: 'subscribe', topics: ['room'] });
      await client.settled();
    }
    tcpOf(stalled).pause();
    const data = 'x'.repeat(8000);
    let sent = 0;
    // Far above what the kernel keeps for a loopback connection (some MB).
    for (let round = 0; round < 40; round += 1) {
      for (let i = 0; i < 50; i += 1, sent += 1)
        sender.send({ type: 'publish', topic: 'room', data });
      await sender.settled();
    }
    await reader.settled();
    expect(published(reader)).toHaveLength(sent);
    await sleep(400);
    tcpOf(stalled).resume();
    expect((await stalled.closed).code).toBeGreaterThanOrEqual(1006);
    expect(published(stalled).length).toBeLessThan(sent);
    await sender.settled();
  });

  it('N-12: a socket that answers no ping is gone after the next one', async () => {
    running = await startNode({ heartbeat: 500 });
    const dead = await connect(running.wsUrl, { autoPong: false });
    const alive = await connect(running.wsUrl);
    expect((await dead.closed).code).toBe(1006);
    await alive.settled();
  });

  it('N-13: stopping closes every socket with 1001, cuts the silent ones, and frees the port', async () => {
    running = await startNode();
    const clients = [await connect(running.wsUrl), await connect(running.wsUrl)];
    const silent = await connect(running.wsUrl);
    tcpOf(silent).pause();
    await running.node.stop();
    for (const client of clients) expect((await client.closed).code).toBe(1001);
    tcpOf(silent).resume();
    await silent.closed;
    running = await startNode({}, { port: running.port });
    await (await connect(running.wsUrl)).settled();
  });
});

/** What a WebSocket is told that does not become one. */
async function refusal(url: string): Promise<{ status: number | undefined; text: string }> {
  const socket = new WebSocket(url);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let text = '';
  for await (const part of response) text += String(part);
  return { status: response.statusCode, text };
}
