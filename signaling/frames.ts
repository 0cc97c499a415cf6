/**
 * What the node does with one frame of one socket: decided here, done by the server.
 *
 * Faults have a price that fits them. A malformed frame is ignored and counted as a strike, because
 * one bad frame may be a client's bug; a socket with too many strikes or frames is closed with a
 * code and words. Nothing here ever closes more than the socket that sent the frame.
 */
import { MAX_SIGNAL_BYTES, encodeSignal, parseSignal } from '../src/core/wire/signal.ts';
import type { PublishSignal, Signal } from '../src/core/wire/signal.ts';
import { fullBucket, takeToken } from './limits.ts';
import type { Bucket, Rate } from './limits.ts';
import type { Topics } from './topics.ts';

/** Close codes of the node, in the range left to applications (RFC 6455, 7.4.2), with their words. */
export const CLOSE = {
  draining: { code: 1001, reason: 'the node is going away, come back in a moment' },
  malformed: { code: 4400, reason: 'too many malformed frames' },
  slow: { code: 4408, reason: 'reads too slowly' },
  tooManyFrames: { code: 4429, reason: 'too many frames' },
  tooManySockets: { code: 4430, reason: 'too many sockets from this address' },
} as const;
export type Close = (typeof CLOSE)[keyof typeof CLOSE];

/** What the node remembers of a socket's conduct. */
export type Conduct = { readonly bucket: Bucket; readonly strikes: number };
export type ConductLimits = { readonly rate: Rate; readonly strikes: number };

export type Reaction<Subscriber> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reply'; readonly text: string }
  | {
      readonly kind: 'relay';
      readonly frame: Buffer;
      readonly receivers: ReadonlySet<Subscriber>;
    }
  | { readonly kind: 'close'; readonly close: Close };

export type Judged<Subscriber> = {
  readonly conduct: Conduct;
  readonly reaction: Reaction<Subscriber>;
};

/** `monotonic` measures rates and never goes back; `wall` is milliseconds since 1970 for pongs. */
export type Now = { readonly monotonic: number; readonly wall: number };

export function newConduct(limits: ConductLimits, now: number): Conduct {
  return { bucket: fullBucket(limits.rate, now), strikes: 0 };
}

/**
 * Judges one frame.
 *
 * @param text the frame, or null for a binary one, which the protocol does not have
 * @returns the socket's conduct afterwards and what to do; `topics` already knows the change
 */
export function judgeFrame<Subscriber>(
  sender: Subscriber,
  text: string | null,
  conduct: Conduct,
  topics: Topics<Subscriber>,
  limits: ConductLimits,
  now: Now,
): Judged<Subscriber> {
  const { bucket, allowed } = takeToken(conduct.bucket, limits.rate, now.monotonic);
  const paid = { ...conduct, bucket };
  if (!allowed) return closed(paid, CLOSE.tooManyFrames);
  if (text === null) return strike(paid, limits);
  const parsed = parseSignal(text);
  if (parsed.ok) return { conduct: paid, reaction: react(sender, parsed.value, topics, now.wall) };
  // A newer client may say more than this node knows.
  if (parsed.error === 'unknown-type') return { conduct: paid, reaction: NOTHING };
  return strike(paid, limits);
}

function react<Subscriber>(
  sender: Subscriber,
  signal: Signal,
  topics: Topics<Subscriber>,
  wall: number,
): Reaction<Subscriber> {
  switch (signal.type) {
    case 'subscribe':
      // What does not fit is left out in silence: closing would send an honest client in circles.
      topics.subscribe(sender, signal.topics);
      return NOTHING;
    case 'unsubscribe':
      topics.unsubscribe(sender, signal.topics);
      return NOTHING;
    case 'publish':
      return relay(sender, signal, topics);
    case 'ping':
      return { kind: 'reply', text: encodeSignal({ type: 'pong', time: wall }) };
    case 'pong':
      return NOTHING;
  }
}

/**
 * The frame is written anew from what was read, so that receivers get the known fields and nothing
 * else. Written anew it can be longer (`1e20` becomes 21 digits): then it is not relayed.
 */
function relay<Subscriber>(
  sender: Subscriber,
  signal: PublishSignal,
  topics: Topics<Subscriber>,
): Reaction<Subscriber> {
  const receivers = topics.receivers(sender, signal.topic);
  if (receivers === null) return NOTHING;
  const frame = Buffer.from(encodeSignal(signal));
  return frame.length > MAX_SIGNAL_BYTES ? NOTHING : { kind: 'relay', frame, receivers };
}

function strike(conduct: Conduct, limits: ConductLimits): Judged<never> {
  const struck = { ...conduct, strikes: conduct.strikes + 1 };
  if (struck.strikes >= limits.strikes) return closed(struck, CLOSE.malformed);
  return { conduct: struck, reaction: NOTHING };
}

function closed(conduct: Conduct, close: Close): Judged<never> {
  return { conduct, reaction: { kind: 'close', close } };
}

const NOTHING = { kind: 'nothing' } as const;
