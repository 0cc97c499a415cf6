/**
 * One origin in front of two servers: pages come from one, sockets go to the other. So the app can
 * be tried, unchanged and under its own headers, with a signalling server that is not ours.
 */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Front {
  /** With a closing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Both ports are of this machine. A server that is away breaks its connections, nothing else. */
export async function startFront(pagesPort: number, socketsPort: number): Promise<Front> {
  const open = new Set<Duplex>();
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ host: 'localhost', port: pagesPort, method, path: url, headers });
    onward.on('response', (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  server.on('connection', (socket) => track(open, socket));
  server.on('upgrade', (asked, socket, head) => {
    const onward = connect(socketsPort, 'localhost', () => {
      onward.write(headOf(asked));
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    track(open, onward);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function track(open: Set<Duplex>, socket: Duplex): void {
  open.add(socket);
  socket.once('close', () => open.delete(socket));
}

/** The request as it came, to be said again. */
function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
