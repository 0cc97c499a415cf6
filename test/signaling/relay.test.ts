import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, published, startNode } from './node-fixture.ts';
import type { RunningNode } from './node-fixture.ts';

describe('the node relays as a stock y-webrtc server does', () => {
  let running: RunningNode;
  beforeEach(async () => {
    running = await startNode();
  });
  afterEach(() => running.node.stop());

  it('N-1: a frame goes to every subscriber of its topic, the sender included', async () => {
    const alice = await connect(running.wsUrl);
    const bob = await connect(running.wsUrl);
    const other = await connect(running.wsUrl);
    for (const client of [alice, bob]) client.send({ type: 'subscribe', topics: ['room', 'den'] });
    other.send({ type: 'subscribe', topics: ['elsewhere'] });
    await Promise.all([alice.settled(), bob.settled(), other.settled()]);
    const data = { type: 'announce', from: 'a2c9' };
    alice.send({ type: 'publish', topic: 'room', data });
    await alice.settled();
    await bob.settled();
    await other.settled();
    expect(published(alice)).toEqual([{ type: 'publish', topic: 'room', data }]);
    expect(published(bob)).toEqual(published(alice));
    expect(published(other)).toEqual([]);
  });

  it('N-2: who does not listen to a topic cannot publish on it', async () => {
    const alice = await connect(running.wsUrl);
    const stranger = await connect(running.wsUrl);
    alice.send({ type: 'subscribe', topics: ['room'] });
    await alice.settled();
    stranger.send({ type: 'publish', topic: 'room', data: 'unasked' });
    await stranger.settled();
    stranger.send({ type: 'subscribe', topics: ['room'] });
    stranger.send({ type: 'unsubscribe', topics: ['room'] });
    stranger.send({ type: 'publish', topic: 'room', data: 'left again' });
    await stranger.settled();
    await alice.settled();
    expect(published(alice)).toEqual([]);
    expect(stranger.socket.readyState).toBe(stranger.socket.OPEN);
  });

  it('N-3: a relayed frame has no subscriber count and no field the protocol does not know', async () => {
    const alice = await connect(running.wsUrl);
    alice.send({ type: 'subscribe', topics: ['room'] });
    alice.send({ type: 'publish', topic: 'room', data: 'x', clients: 9, extra: { a: 1 } });
    await alice.settled();
    expect(published(alice)).toEqual([{ type: 'publish', topic: 'room', data: 'x' }]);
  });

  it('N-4: a ping is answered with the time of the node', async () => {
    const alice = await connect(running.wsUrl);
    const before = Date.now();
    await alice.settled();
    const pong = alice.heard[0];
    expect(pong?.['type']).toBe('pong');
    expect(pong?.['time']).toBeGreaterThanOrEqual(before);
    expect(pong?.['time']).toBeLessThanOrEqual(Date.now());
  });

  it('N-5: two stock clients exchange announce, offer and answer through the frames they send', async () => {
    // The frames of y-webrtc 10.3.0 as written by its SignalingConn: subscribe and announce on
    // connecting, signals with `to`, a ping every 15 s, unsubscribe on leaving.
    const alice = await connect(running.wsUrl);
    const bob = await connect(running.wsUrl);
    const join = (client: typeof alice, from: string) => {
      client.send({ type: 'subscribe', topics: ['stock-room'] });
      client.send({ type: 'publish', topic: 'stock-room', data: { type: 'announce', from } });
    };
    join(alice, 'alice');
    await alice.settled();
    join(bob, 'bob');
    await bob.settled();
    await alice.settled();
    const sdp =
      'v=0\r\n' + 'a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host\r\n'.repeat(40);
    const signal = { type: 'offer', sdp };
    const offer = { type: 'signal', from: 'alice', to: 'bob', token: 1.5, signal };
    alice.send({ type: 'publish', topic: 'stock-room', data: offer });
    await alice.settled();
    // With a password, stock publishes sealed text instead of an object.
    bob.send({ type: 'publish', topic: 'stock-room', data: 'AAECAwQ=' });
    await bob.settled();
    await alice.settled();
    const data = published(alice).map((frame) => frame['data']);
    expect(data).toEqual([
      { type: 'announce', from: 'alice' },
      { type: 'announce', from: 'bob' },
      offer,
      'AAECAwQ=',
    ]);
    expect(published(bob).map((frame) => frame['data'])).toEqual(data.slice(1));
    alice.send({ type: 'unsubscribe', topics: ['stock-room'] });
    await alice.settled();
    bob.send({ type: 'publish', topic: 'stock-room', data: 'late' });
    await bob.settled();
    await alice.settled();
    expect(published(alice)).toHaveLength(4);
  });

  it('N-1: nobody hears a topic after its socket is gone, and the topic can be used again', async () => {
    const alice = await connect(running.wsUrl);
    alice.send({ type: 'subscribe', topics: ['room'] });
    await alice.settled();
    alice.socket.terminate();
    const bob = await connect(running.wsUrl);
    bob.send({ type: 'subscribe', topics: ['room'] });
    bob.send({ type: 'publish', topic: 'room', data: 1 });
    await bob.settled();
    expect(published(bob)).toHaveLength(1);
  });
});
