/**
 * Everything that passes between browsers and a node: one origin in front of it that takes part in
 * no conversation and writes every request, answer and WebSocket frame down as the node has it.
 */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Place } from './search.ts';

export interface RecordedNode {
  /** With a closing slash. */
  readonly url: string;
  /** Requests and answers, one a place. */
  requests(): readonly Place[];
  /** WebSocket frames in both directions, in order. */
  frames(): readonly Frame[];
  stop(): Promise<void>;
}

export type Frame = { readonly to: 'node' | 'browser'; readonly text: string };

/** The node is on this machine. While it is away, connections break as they do without this. */
export async function recordNode(nodePort: number): Promise<RecordedNode> {
  const requests: Place[] = [];
  const frames: Frame[] = [];
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ host: 'localhost', port: nodePort, method, path: url, headers });
    const sent = keep(asked);
    onward.on('response', (given) => {
      const received = keep(given);
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      given.once('end', () => {
        requests.push({ name: `request ${url}`, bytes: Buffer.concat([headOf(asked), ...sent]) });
        requests.push({
          name: `answer ${url}`,
          bytes: Buffer.concat([headOf(given), ...received]),
        });
      });
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (asked, socket, head) => {
    requests.push({ name: 'upgrade', bytes: headOf(asked) });
    const node = new WebSocket(`ws://localhost:${nodePort}${asked.url}`);
    node.once('error', () => socket.destroy());
    node.once('open', () => {
      sockets.handleUpgrade(asked, socket, head, (browser) => relay(browser, node, frames));
    });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    requests: () => requests,
    frames: () => frames,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const browser of sockets.clients) browser.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

function relay(browser: WebSocket, node: WebSocket, frames: Frame[]): void {
  browser.on('message', (data) => {
    const text = textOf(data);
    frames.push({ to: 'node', text });
    node.send(text);
  });
  node.on('message', (data) => {
    const text = textOf(data);
    frames.push({ to: 'browser', text });
    browser.send(text);
  });
  for (const [one, other] of [
    [browser, node],
    [node, browser],
  ] as const) {
    one.on('close', () => other.terminate());
    one.on('error', () => other.terminate());
  }
}

/** Frames of the signalling protocol are texts. */
function textOf(data: unknown): string {
  if (!Buffer.isBuffer(data)) throw new TypeError('a frame in parts');
  return data.toString('utf8');
}

function keep(message: IncomingMessage): Buffer[] {
  const parts: Buffer[] = [];
  message.on('data', (part: Buffer) => parts.push(part));
  return parts;
}

function headOf({ method, url, rawHeaders }: IncomingMessage): Buffer {
  return Buffer.from([method, url, ...rawHeaders, ''].join('\n'));
}
