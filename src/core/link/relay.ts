/**
 * A pipe through a node: whole messages, cut into chunks that fit envelopes.
 *
 * Nodes may lose, repeat and reorder, so chunks are numbered, acknowledged and
 * sent again (a window with cumulative acknowledgements, RFC 9293 3.8, resending
 * one chunk at a time as in RFC 6582). What is inside is sealed by the link.
 * Time is an argument; the caller asks `due` when to come back for a `frame`.
 */

import { concatBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { MAX_ENVELOPE_BODY } from '../wire/envelope.ts';
import { MAX_PIPE_MESSAGE } from './link.ts';

/** What a chunk is about: `link` is 8 bytes that the opening side chose. */
export type RelayFrame =
  | { readonly type: 'data'; readonly link: Uint8Array; readonly part: RelayPart }
  | { readonly type: 'close'; readonly link: Uint8Array };

export type RelayPart = {
  /** Of `chunk`; when there is none, of the next one. */
  readonly sequence: number;
  /** All chunks before this have arrived. */
  readonly acknowledged: number;
  /** Absent in a frame that only acknowledges. */
  readonly chunk: Chunk | null;
};

type Chunk = { readonly bytes: Uint8Array; readonly isLast: boolean };

export const LINK_ID_BYTES = 8;

const DATA = 1;
const CLOSE = 2;
const HAS_CHUNK = 1;
const IS_LAST = 2;
const OVERHEAD = 1 + LINK_ID_BYTES + 4 + 4 + 1;
const CHUNK_BYTES = MAX_ENVELOPE_BODY - OVERHEAD;

export const encodeRelayFrame = (frame: RelayFrame): Uint8Array => {
  const writer = createWriter()
    .u8(frame.type === 'data' ? DATA : CLOSE)
    .fixed(frame.link);
  if (frame.type === 'close') return writer.finish();
  const { sequence, acknowledged, chunk } = frame.part;
  const flags = chunk === null ? 0 : HAS_CHUNK + (chunk.isLast ? IS_LAST : 0);
  writer.u32(sequence).u32(acknowledged).u8(flags);
  return chunk === null ? writer.finish() : writer.fixed(chunk.bytes).finish();
};

export const parseRelayFrame = (body: Uint8Array): RelayFrame | null => {
  const parsed = parseBytes(body, (reader): RelayFrame => {
    const type = reader.u8();
    const link = reader.fixed(LINK_ID_BYTES);
    if (type === CLOSE) return { type: 'close', link };
    reader.require(type === DATA);
    const sequence = reader.u32();
    const acknowledged = reader.u32();
    const flags = reader.u8();
    const bytes = reader.rest();
    const hasChunk = (flags & HAS_CHUNK) !== 0;
    reader.require(hasChunk || bytes.length === 0);
    const chunk = hasChunk ? { bytes, isLast: (flags & IS_LAST) !== 0 } : null;
    return { type: 'data', link, part: { sequence, acknowledged, chunk } };
  });
  return parsed.ok ? parsed.value : null;
};

export interface RelayPipe {
  /** Queues one message. False: queued, but send no more before `receive` says drained. */
  send(message: Uint8Array): boolean;
  /** Takes what the other end sent. `broken`: it does not keep to the rules; close the pipe. */
  receive(part: RelayPart, now: number): RelayNews;
  /** The next frame to publish, or null when nothing is due. */
  frame(now: number): RelayPart | null;
  /** When `frame` will have something, in the time of `now`; null: not before something happens. */
  due(now: number): number | null;
  /** The way is open again after it was not: what is unacknowledged may be sent again at once. */
  hurry(): void;
}

export type RelayNews = {
  readonly messages: readonly Uint8Array[];
  readonly drained: boolean;
  readonly broken: boolean;
};

const WINDOW = 48;
const RESEND_FIRST_MS = 1500;
const RESEND_LONGEST_MS = 8000;
const ACKNOWLEDGE_MS = 40;
const ACKNOWLEDGE_CHUNKS = 8;
const HIGH_WATER = 256 * 1024;
const LOW_WATER = 64 * 1024;

export const createRelayPipe = (): RelayPipe => {
  /** Chunks from `base` on: those before `next` were sent. */
  const outgoing: Chunk[] = [];
  let base = 0;
  let next = 0;
  let queued = 0;
  let isFull = false;
  let resendAfter = RESEND_FIRST_MS;
  let sentAt = 0;
  let isHurried = false;
  /** Chunks below this were sent before a loss was noticed; -1 when none was. */
  let recoverTo = -1;

  const early = new Map<number, Chunk>();
  let expected = 0;
  let partial: Uint8Array[] = [];
  let partialLength = 0;
  let owed = 0;
  let owedSince = 0;

  const isUnacknowledged = (): boolean => next > base;
  const mayAdvance = (): boolean => next < base + Math.min(outgoing.length, WINDOW);

  const acknowledge = (upTo: number, now: number): void => {
    if (upTo <= base) return;
    for (const chunk of outgoing.splice(0, upTo - base)) queued -= chunk.bytes.length;
    base = upTo;
    next = Math.max(next, base);
    sentAt = now;
    resendAfter = RESEND_FIRST_MS;
    if (base >= recoverTo) recoverTo = -1;
    else isHurried = true;
  };

  const take = (chunk: Chunk): Uint8Array | null => {
    partial.push(chunk.bytes);
    partialLength += chunk.bytes.length;
    if (!chunk.isLast || partialLength > MAX_PIPE_MESSAGE) return null;
    const message = concatBytes(...partial);
    partial = [];
    partialLength = 0;
    return message;
  };

  const drain = (): Uint8Array[] => {
    const messages: Uint8Array[] = [];
    for (let chunk = early.get(expected); chunk !== undefined; chunk = early.get(expected)) {
      early.delete(expected);
      expected += 1;
      const message = take(chunk);
      if (message !== null) messages.push(message);
    }
    return messages;
  };

  const keep = ({ sequence, chunk }: RelayPart, now: number): void => {
    if (chunk === null) return;
    if (owed === 0) owedSince = now;
    // A hole or a repetition is answered at once, so that the other end learns of it.
    owed += sequence === expected ? 1 : ACKNOWLEDGE_CHUNKS;
    if (sequence >= expected && sequence < expected + 2 * WINDOW) early.set(sequence, chunk);
  };

  const part = (sequence: number, chunk: Chunk | null): RelayPart => {
    owed = 0;
    return { sequence, acknowledged: expected, chunk };
  };

  const resend = (now: number): RelayPart | null => {
    const chunk = outgoing[0];
    if (chunk === undefined || !isUnacknowledged()) return null;
    if (!isHurried && now < sentAt + resendAfter) return null;
    if (!isHurried) resendAfter = Math.min(2 * resendAfter, RESEND_LONGEST_MS);
    isHurried = false;
    recoverTo = Math.max(recoverTo, next);
    sentAt = now;
    return part(base, chunk);
  };

  return {
    send: (message) => {
      for (let at = 0; at === 0 || at < message.length; at += CHUNK_BYTES) {
        const bytes = message.subarray(at, at + CHUNK_BYTES);
        outgoing.push({ bytes, isLast: at + CHUNK_BYTES >= message.length });
        queued += bytes.length;
      }
      isFull ||= queued > HIGH_WATER;
      return !isFull;
    },
    receive: (received, now) => {
      const broken = received.acknowledged > next;
      if (broken) return { messages: [], drained: false, broken };
      acknowledge(received.acknowledged, now);
      keep(received, now);
      const messages = drain();
      const drained = isFull && queued <= LOW_WATER;
      if (drained) isFull = false;
      return { messages, drained, broken: partialLength > MAX_PIPE_MESSAGE };
    },
    frame: (now) => {
      const again = resend(now);
      if (again !== null) return again;
      const chunk = mayAdvance() ? outgoing[next - base] : undefined;
      if (chunk !== undefined) {
        if (!isUnacknowledged()) sentAt = now;
        next += 1;
        return part(next - 1, chunk);
      }
      const isOwed = owed >= ACKNOWLEDGE_CHUNKS || (owed > 0 && now >= owedSince + ACKNOWLEDGE_MS);
      return isOwed ? part(next, null) : null;
    },
    due: (now) => {
      if (mayAdvance() || owed >= ACKNOWLEDGE_CHUNKS) return now;
      if (isUnacknowledged() && isHurried) return now;
      const times: number[] = [];
      if (isUnacknowledged()) times.push(sentAt + resendAfter);
      if (owed > 0) times.push(owedSince + ACKNOWLEDGE_MS);
      return times.length === 0 ? null : Math.max(now, Math.min(...times));
    },
    hurry: () => {
      isHurried = isUnacknowledged();
      resendAfter = RESEND_FIRST_MS;
    },
  };
};
