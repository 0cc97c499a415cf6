/**
 * The WebSockets of the node: takes them in, hands their frames to the judge, does what it says.
 *
 * One heartbeat for all sockets, one written frame for all receivers, no log: neither topics nor
 * addresses leave the memory of this process.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { MAX_SIGNAL_BYTES } from '../src/core/wire/signal.ts';
import { clientAddress } from './address.ts';
import { CLOSE, judgeFrame, newConduct } from './frames.ts';
import type { Close, Conduct, ConductLimits, Now, Reaction } from './frames.ts';
import { createSeats, weighPressure } from './limits.ts';
import type { PressureLimits } from './limits.ts';
import { REFUSAL, refuseUpgrade } from './refusal.ts';
import { createTopics } from './topics.ts';

export type SwitchboardLimits = ConductLimits & {
  readonly topicsPerSocket: number;
  /** All together. */
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** Bytes. */
  readonly pressure: PressureLimits;
  /** Milliseconds between pings; a socket that has not answered by the next one is gone. */
  readonly heartbeat: number;
  /** Milliseconds a closed socket has to say goodbye before its connection is cut. */
  readonly farewell: number;
};

export type SwitchboardOptions = {
  readonly limits: SwitchboardLimits;
  /** Whether X-Forwarded-For is written by a proxy of our own. */
  readonly trustProxy: boolean;
  readonly now: () => Now;
};

export interface Switchboard {
  /** Takes over the connection of an HTTP upgrade request. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to every socket and resolves when all are gone; takes no new ones. */
  drain(): Promise<void>;
}

/** One socket and what the node remembers of it. Changed in place: there may be many thousands. */
type Line = {
  readonly socket: WebSocket;
  conduct: Conduct;
  withheld: number;
  answered: boolean;
};

export function createSwitchboard({ limits, trustProxy, now }: SwitchboardOptions): Switchboard {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_SIGNAL_BYTES });
  const seats = createSeats(limits.socketsPerAddress);
  const topics = createTopics<Line>(limits.topicsPerSocket);
  const lines = new Set<Line>();
  const heartbeat = setInterval(() => lines.forEach(beat), limits.heartbeat);
  heartbeat.unref();

  function welcome(socket: WebSocket, address: string): void {
    // ws closes a socket whose bytes are not WebSocket or whose frame is too long, and says so here.
    socket.on('error', () => undefined);
    if (!seats.take(address)) {
      dismiss(socket, CLOSE.tooManySockets, limits.farewell);
      return;
    }
    const conduct = newConduct(limits, now().monotonic);
    const line: Line = { socket, conduct, withheld: 0, answered: true };
    lines.add(line);
    socket.on('message', (data, isBinary) => hear(line, isBinary ? null : textOf(data)));
    socket.on('pong', () => (line.answered = true));
    socket.on('close', () => {
      lines.delete(line);
      topics.leave(line);
      seats.release(address);
    });
  }

  function hear(line: Line, text: string | null): void {
    // Frames that were already on their way when the socket was dismissed.
    if (line.socket.readyState !== line.socket.OPEN) return;
    const judged = judgeFrame(line, text, line.conduct, topics, limits, now());
    line.conduct = judged.conduct;
    perform(line, judged.reaction);
  }

  function perform(line: Line, reaction: Reaction<Line>): void {
    switch (reaction.kind) {
      case 'nothing':
        return;
      case 'reply':
        send(line, Buffer.from(reaction.text));
        return;
      case 'relay':
        for (const receiver of reaction.receivers) send(receiver, reaction.frame);
        return;
      case 'close':
        topics.leave(line);
        dismiss(line.socket, reaction.close, limits.farewell);
    }
  }

  function send(line: Line, frame: Buffer): void {
    const { socket } = line;
    if (socket.readyState !== socket.OPEN) return;
    const waiting = socket.bufferedAmount;
    const { verdict, withheld } = weighPressure(
      line.withheld,
      waiting,
      frame.length,
      limits.pressure,
    );
    line.withheld = withheld;
    if (verdict === 'send') socket.send(frame, { binary: false });
    if (verdict === 'close') dismiss(socket, CLOSE.slow, limits.farewell);
  }

  function beat(line: Line): void {
    if (!line.answered) {
      line.socket.terminate();
      return;
    }
    line.answered = false;
    if (line.socket.readyState === line.socket.OPEN) line.socket.ping();
  }

  return {
    accept(request, socket, head) {
      if (lines.size >= limits.sockets) {
        refuseUpgrade(socket, REFUSAL.full);
        return;
      }
      const forwardedFor = request.headers['x-forwarded-for'];
      const address = clientAddress(request.socket.remoteAddress, forwardedFor, trustProxy);
      server.handleUpgrade(request, socket, head, (accepted) => welcome(accepted, address));
    },
    async drain() {
      clearInterval(heartbeat);
      for (const socket of server.clients) dismiss(socket, CLOSE.draining, limits.farewell);
      // From here on the WebSocket server answers upgrades with 503 by itself.
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Says why, and cuts the connection of who does not answer: a stalled or flooding peer will not. */
function dismiss(socket: WebSocket, close: Close, farewell: number): void {
  socket.close(close.code, close.reason);
  const cut = setTimeout(() => socket.terminate(), farewell);
  socket.once('close', () => clearTimeout(cut));
}

/** ws has checked that a text frame is UTF-8 and, as `binaryType` is left alone, gives a Buffer. */
function textOf(data: RawData): string {
  return data.toString();
}
