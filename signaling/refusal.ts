/** Refusing an upgrade to a WebSocket before it has cost anything, with a status and words. */
import type { Duplex } from 'node:stream';

/** Statuses as of RFC 9110, 15; the words are for who looks, browsers do not show them. */
export const REFUSAL = {
  notHere: { status: '404 Not Found', text: 'There is no node at this path.' },
  draining: { status: '503 Service Unavailable', text: 'The node is going away.' },
  full: { status: '503 Service Unavailable', text: 'The node is full. Come back in a moment.' },
} as const;
export type Refusal = (typeof REFUSAL)[keyof typeof REFUSAL];

export function refuseUpgrade(socket: Duplex, { status, text }: Refusal): void {
  // The other side may already be gone; there is nothing left to tell it.
  socket.on('error', () => undefined);
  const headers = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text) + 1}`,
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${text}\n`);
}
