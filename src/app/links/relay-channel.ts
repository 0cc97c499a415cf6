/** The pipe through the node, driven: asks the hub for turns and timers for repetitions. */

import { createRelayPipe, type RelayPart } from '../../core/link/relay.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';
import { createElapsed } from './elapsed.ts';
import type { Post } from './post.ts';

export type RelayChannelEvents = {
  received(message: Uint8Array): void;
  drained(): void;
  /** The other end does not keep to the rules. */
  broken(): void;
};

export interface RelayChannel {
  send(message: Uint8Array): boolean;
  receive(part: RelayPart): void;
  /** The node is back: what was not acknowledged may be sent again at once. */
  hurry(): void;
  close(): void;
}

/** `publish` sends one part in an envelope; false: not now. */
export const createRelayChannel = (
  { clock, timers, post }: { readonly clock: Clock; readonly timers: Timers; readonly post: Post },
  publish: (part: RelayPart) => boolean,
  events: RelayChannelEvents,
): RelayChannel => {
  const pipe = createRelayPipe();
  const elapsed = createElapsed(clock);
  let isClosed = false;
  let cancelTurn: (() => void) | null = null;
  let cancelTimer = (): void => undefined;

  const plan = (): void => {
    cancelTimer();
    if (isClosed || cancelTurn !== null) return;
    const now = elapsed();
    const due = pipe.due(now);
    if (due === null) return;
    if (due > now) cancelTimer = timers.after(due - now, plan);
    else cancelTurn = post.turn(run);
  };

  const run = (): boolean => {
    cancelTurn = null;
    const part = isClosed ? null : pipe.frame(elapsed());
    // A frame that the node did not take counts as lost: it is repeated when its time comes.
    const isSent = part !== null && publish(part);
    plan();
    return isSent;
  };

  return {
    send: (message) => {
      const hasRoom = pipe.send(message);
      plan();
      return hasRoom;
    },
    receive: (part) => {
      if (isClosed) return;
      const news = pipe.receive(part, elapsed());
      for (const message of news.messages) {
        if (!isClosed) events.received(message);
      }
      if (isClosed) return;
      if (news.broken) events.broken();
      else if (news.drained) events.drained();
      plan();
    },
    hurry: () => {
      pipe.hurry();
      plan();
    },
    close: () => {
      isClosed = true;
      cancelTurn?.();
      cancelTimer();
    },
  };
};
