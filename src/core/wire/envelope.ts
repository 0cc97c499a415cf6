/**
 * What is published on a topic: a padded record that only its members can open.
 *
 * One of three sizes hides what a frame is; the largest still fits a node's
 * 8 kB as base64 in JSON. Sender and target are session ids, random for each
 * run, so that frames name no writer. docs/PROTOCOL.md, "Envelope".
 */

import { parseBytes } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import { openRecord, SEALED_OVERHEAD, sealRecord } from '../crypto/sealed.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import { encodeUtf8 } from 'lib0/string';
import type { Topic } from './topics.ts';

export const ENVELOPE_KIND = {
  knock: 1,
  signal: 2,
  relay: 3,
  here: 4,
  ended: 5,
  introduction: 6,
  admitted: 7,
} as const;
/** Kinds from here to 31 belong to pairing. */
export const FIRST_PAIRING_KIND = 16;

export type Envelope = {
  readonly kind: number;
  /** 16 bytes, random for each run of a conversation's links. */
  readonly sender: Uint8Array;
  /** A session id of 16 bytes, or zeros: for everybody. */
  readonly target: Uint8Array;
  /** Grows with every envelope of a session. */
  readonly counter: number;
  /** The node's time in milliseconds since 1970 when this was sent; 0 when the sender did not know it. */
  readonly time: number;
  /** At most MAX_ENVELOPE_BODY bytes. */
  readonly body: Uint8Array;
};

export type EnvelopeError = 'wrong-size' | 'wrong-key' | 'version' | 'malformed';

export const SESSION_BYTES = 16;
export const EVERYBODY: Uint8Array = new Uint8Array(SESSION_BYTES);

const VERSION = 1;
/** Bytes of the sealed record as published. */
const SIZES: readonly number[] = [256, 2048, 5600];
const LARGEST = 5600;
const FIXED_FIELDS = 1 + 1 + SESSION_BYTES + SESSION_BYTES + 6 + 6;
const BODY_LENGTH = 2;

/** 5,512 bytes. */
export const MAX_ENVELOPE_BODY = LARGEST - SEALED_OVERHEAD - FIXED_FIELDS - BODY_LENGTH;

/** A sealed record of 256, 2,048 or 5,600 bytes. A body over the limit is our own bug and throws. */
export const sealEnvelope = (
  suite: Suite,
  random: Random,
  topic: Topic,
  envelope: Envelope,
): Uint8Array => {
  if (envelope.body.length > MAX_ENVELOPE_BODY) throw new RangeError('the body is too long');
  const text = createWriter()
    .u8(VERSION)
    .u8(envelope.kind)
    .fixed(envelope.sender)
    .fixed(envelope.target)
    .u48(envelope.counter)
    .u48(envelope.time)
    .u16(envelope.body.length)
    .fixed(envelope.body)
    .finish();
  return sealRecord(suite, random, topic.key, padded(text), nameOf(topic));
};

/** Opens what was published on `topic`: anybody may publish there, so failing is normal. */
export const openEnvelope = (
  suite: Suite,
  topic: Topic,
  sealed: Uint8Array,
): Result<Envelope, EnvelopeError> => {
  if (!SIZES.includes(sealed.length)) return err('wrong-size');
  const text = openRecord(suite, topic.key, sealed, nameOf(topic));
  if (text === null) return err('wrong-key');
  return text[0] === VERSION ? parseEnvelope(text) : err('version');
};

const parseEnvelope = (text: Uint8Array): Result<Envelope, 'malformed'> =>
  parseBytes(text, (reader) => {
    reader.u8();
    const kind = reader.u8();
    const sender = reader.fixed(SESSION_BYTES);
    const target = reader.fixed(SESSION_BYTES);
    const counter = reader.u48();
    const time = reader.u48();
    const body = reader.fixed(reader.u16());
    reader.require(reader.rest().every((byte) => byte === 0));
    return { kind, sender, target, counter, time, body };
  });

const padded = (text: Uint8Array): Uint8Array => {
  const size = SIZES.find((candidate) => candidate - SEALED_OVERHEAD >= text.length) ?? LARGEST;
  const result = new Uint8Array(size - SEALED_OVERHEAD);
  result.set(text);
  return result;
};

const nameOf = (topic: Topic): Uint8Array => encodeUtf8(topic.name);

/** Whether an envelope is for this session. */
export const isFor = (envelope: Envelope, session: Uint8Array): boolean =>
  isZero(envelope.target) || envelope.target.every((byte, i) => byte === session[i]);

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

export type FreshnessError = 'stale' | 'replayed';

/** Remembers what was seen. Bounded: sessions not heard for longest are forgotten first. */
export interface Freshness {
  /**
   * Takes an envelope once: a second time it is `replayed`. With the node's time known, one that is
   * over two minutes away from it, or was sent without knowing it, is `stale`.
   */
  admit(envelope: Envelope, nodeTime: number | null): Result<Envelope, FreshnessError>;
}

const WINDOW_MS = 2 * 60 * 1000;
const MAX_SESSIONS = 256;
/** How far frames of one session may overtake each other. */
const REORDER = 1024;

type Seen = { highest: number; readonly counters: Set<number> };

export const createFreshness = (): Freshness => {
  const sessions = new Map<string, Seen>();

  const recall = (key: string): Seen => {
    const seen = sessions.get(key) ?? { highest: -1, counters: new Set<number>() };
    sessions.delete(key);
    sessions.set(key, seen);
    const oldest = sessions.keys().next();
    if (sessions.size > MAX_SESSIONS && oldest.done !== true) sessions.delete(oldest.value);
    return seen;
  };

  return {
    admit: (envelope, nodeTime) => {
      if (nodeTime !== null && Math.abs(envelope.time - nodeTime) > WINDOW_MS) return err('stale');
      const seen = recall(envelope.sender.join());
      const { counter } = envelope;
      if (counter <= seen.highest - REORDER || seen.counters.has(counter)) return err('replayed');
      seen.counters.add(counter);
      seen.highest = Math.max(seen.highest, counter);
      if (seen.counters.size > 2 * REORDER) forget(seen);
      return ok(envelope);
    },
  };
};

const forget = (seen: Seen): void => {
  for (const counter of seen.counters) {
    if (counter <= seen.highest - REORDER) seen.counters.delete(counter);
  }
};
