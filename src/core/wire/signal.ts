/**
 * The frames of the y-webrtc signalling protocol: JSON text over a WebSocket, the same for the node
 * and for clients, so that stock clients and stock servers understand us.
 *
 * Everything is read with limits into a closed union. Unknown fields are dropped, not refused: a
 * stock server adds `clients` to what it relays, ours adds `time` to its pong.
 *
 * Source: y-webrtc 10.3.0 (bin/server.js, src/y-webrtc.js). docs/SPEC.md, rules W-101 to W-107.
 */
import { err, ok } from '../bytes/result.ts';
import type { Result } from '../bytes/result.ts';

/** Largest frame, in bytes of UTF-8. */
export const MAX_SIGNAL_BYTES = 8192;
/** Longest topic name, in UTF-16 code units. */
const MAX_TOPIC_LENGTH = 128;
/** Deepest nesting of what a publish carries; a stock offer needs 3. */
export const MAX_SIGNAL_DEPTH = 16;

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type SubscribeSignal = { readonly type: 'subscribe'; readonly topics: readonly string[] };
export type UnsubscribeSignal = {
  readonly type: 'unsubscribe';
  readonly topics: readonly string[];
};
export type PublishSignal = {
  readonly type: 'publish';
  readonly topic: string;
  readonly data: Json;
};
export type PingSignal = { readonly type: 'ping' };
/** `time`: milliseconds since 1970 by the node's clock; a stock server leaves it out. */
export type PongSignal = { readonly type: 'pong'; readonly time?: number };

export type Signal = SubscribeSignal | UnsubscribeSignal | PublishSignal | PingSignal | PongSignal;

export type SignalError =
  | 'too-long'
  | 'not-json'
  | 'not-an-object'
  /** A well-formed object of a type this version does not know: to be ignored, not punished. */
  | 'unknown-type'
  | 'bad-topics'
  | 'bad-topic'
  | 'bad-data'
  | 'bad-time';

/**
 * Reads one text frame. Never throws.
 *
 * The length check counts code units, of which a text never has more than bytes; who needs the
 * exact bound in bytes sets it where the bytes arrive.
 */
export function parseSignal(text: string): Result<Signal, SignalError> {
  if (text.length > MAX_SIGNAL_BYTES) return err('too-long');
  const value = parseJson(text);
  if (value === undefined) return err('not-json');
  if (!isRecord(value)) return err('not-an-object');
  switch (value['type']) {
    case 'subscribe':
      return parseTopics('subscribe', value['topics']);
    case 'unsubscribe':
      return parseTopics('unsubscribe', value['topics']);
    case 'publish':
      return parsePublish(value['topic'], value['data']);
    case 'ping':
      return ok({ type: 'ping' });
    case 'pong':
      return parsePong(value['time']);
    default:
      return err('unknown-type');
  }
}

/** Writes one frame as JSON text. Hold it against `signalBytes` where the data is not your own. */
export function encodeSignal(signal: Signal): string {
  return JSON.stringify(signal);
}

/** The length of a text in UTF-8, where a lone surrogate counts as U+FFFD (3 bytes). */
export function signalBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += utf8Length(character.codePointAt(0) ?? 0);
  return bytes;
}

/**
 * Splits topics over as many frames as the size limit demands.
 *
 * @param topics topic names, each valid by `isTopic`; an invalid one is our own bug and throws
 * @returns encoded frames, none when there are no topics
 */
export function encodeTopicFrames(
  type: 'subscribe' | 'unsubscribe',
  topics: readonly string[],
): readonly string[] {
  const frames: string[] = [];
  let batch: string[] = [];
  let room = TOPIC_ROOM;
  for (const topic of topics) {
    if (!isTopic(topic)) throw new Error('a topic name is empty, too long or not well-formed');
    const size = signalBytes(JSON.stringify(topic)) + 1;
    if (size > room) {
      frames.push(encodeSignal({ type, topics: batch }));
      batch = [];
      room = TOPIC_ROOM;
    }
    batch.push(topic);
    room -= size;
  }
  if (batch.length > 0) frames.push(encodeSignal({ type, topics: batch }));
  return frames;
}

/** A name the node routes by: 1 to 128 code units of well-formed text. */
export function isTopic(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= MAX_TOPIC_LENGTH &&
    !LONE_SURROGATE.test(value)
  );
}

/** With the u flag a pair reads as one character, so this finds lone surrogates only. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** What the larger envelope, `{"type":"unsubscribe","topics":[]}`, leaves for names and commas. */
const TOPIC_ROOM = MAX_SIGNAL_BYTES - '{"type":"unsubscribe","topics":[]}'.length;

function parseTopics(
  type: 'subscribe' | 'unsubscribe',
  topics: unknown,
): Result<Signal, SignalError> {
  if (!Array.isArray(topics) || !topics.every(isTopic)) return err('bad-topics');
  return ok({ type, topics });
}

function parsePublish(topic: unknown, data: unknown): Result<Signal, SignalError> {
  if (!isTopic(topic)) return err('bad-topic');
  if (!isShallowJson(data, MAX_SIGNAL_DEPTH)) return err('bad-data');
  return ok({ type: 'publish', topic, data });
}

function parsePong(time: unknown): Result<Signal, SignalError> {
  if (time === undefined) return ok({ type: 'pong' });
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < 0) return err('bad-time');
  return ok({ type: 'pong', time });
}

/** The value, or undefined, which JSON cannot say, for text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The engine's words about a stranger's bytes are of no use to anyone.
    return undefined;
  }
}

/**
 * Parsing is iterative in today's engines, writing is recursive: without this bound 8 kB of
 * brackets would be a question of stack size. `1e999` parses as Infinity and is written as null,
 * so numbers that do not survive are refused too.
 */
function isShallowJson(value: unknown, depth: number): value is Json {
  if (value === undefined) return false;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((inner) => isShallowJson(inner, depth - 1));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
