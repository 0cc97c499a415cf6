/**
 * One generation of a sender as its recipient holds it: from an opened box on,
 * it gives the keys of its messages, each once (docs/PROTOCOL.md, "Keys").
 *
 * Messages may come in any order: keys that a later message was taken past are
 * kept until theirs comes.
 */

import type { Reader } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import type { Writer } from '../bytes/writer.ts';
import type { Suite } from '../crypto/suite.ts';
import { stepChain } from './message-key.ts';

/**
 * One announcement. `sequence`: the sender's control sequence. `end`: how many
 * messages it has, known when the next generation is announced.
 */
export type Announced = {
  readonly sequence: number;
  readonly firstMessage: number;
  readonly end: number | null;
};

/** `chainKey` is that of index `next`; `skipped` are keys below it whose messages are not read yet. */
export type ReceiverGeneration = Announced & {
  readonly chainKey: Uint8Array;
  readonly next: number;
  readonly hasGiven: boolean;
  readonly skipped: readonly { readonly index: number; readonly key: Uint8Array }[];
};

/** How many keys of one sender's generations may be skipped, and are kept. */
export const MAX_SKIPPED_KEYS = 1_000;

const KEY_BYTES = 32;

/**
 * The key of message `index` (32 bytes), and the generation that cannot give it again. `room`: how
 * many keys may be skipped on the way. `gone`: given before. `too-far`: more than `room` ahead.
 */
export const takeGenerationKey = (
  suite: Suite,
  generation: ReceiverGeneration,
  index: number,
  room: number,
): Result<
  { readonly key: Uint8Array; readonly generation: ReceiverGeneration },
  'gone' | 'too-far'
> => {
  if (index < generation.next) return takeSkippedKey(generation, index);
  if (index - generation.next > room) return err('too-far');
  const skipped = [...generation.skipped];
  let at = stepChain(suite, generation.chainKey);
  for (let i = generation.next; i < index; i++) {
    skipped.push({ index: i, key: at.key });
    at = advance(suite, at.next);
  }
  const moved = { chainKey: at.next, next: index + 1, hasGiven: true, skipped };
  return ok({ key: at.key, generation: { ...generation, ...moved } });
};

/** Drops generations that are read to their end, once a newer one has given a key. */
export const withoutFinished = (
  generations: readonly ReceiverGeneration[],
): readonly ReceiverGeneration[] => {
  const newest = generations.findLast(({ hasGiven }) => hasGiven)?.sequence ?? -1;
  return generations.filter(
    ({ sequence, next, end, skipped }) =>
      sequence >= newest || end === null || next < end || skipped.length > 0,
  );
};

export const writeAnnounced = (out: Writer, { sequence, firstMessage, end }: Announced): Writer =>
  out
    .u32(sequence)
    .u32(firstMessage)
    .varint(end === null ? 0 : end + 1);

export const readAnnounced = (reader: Reader): Announced => {
  const sequence = reader.u32();
  const firstMessage = reader.u32();
  const end = reader.varint(2 ** 32);
  return { sequence, firstMessage, end: end === 0 ? null : end - 1 };
};

export const writeGeneration = (out: Writer, generation: ReceiverGeneration): Writer => {
  const { chainKey, next, hasGiven, skipped } = generation;
  writeAnnounced(out, generation)
    .fixed(chainKey)
    .varint(next)
    .u8(hasGiven ? 1 : 0);
  out.varint(skipped.length);
  for (const { index, key } of skipped) out.u32(index).fixed(key);
  return out;
};

export const readGeneration = (reader: Reader): ReceiverGeneration => {
  const announced = readAnnounced(reader);
  const chainKey = reader.fixed(KEY_BYTES);
  const next = reader.varint(2 ** 32);
  const hasGiven = reader.u8();
  reader.require(hasGiven <= 1);
  const skipped = reader.list(MAX_SKIPPED_KEYS, (item) => ({
    index: item.u32(),
    key: item.fixed(KEY_BYTES),
  }));
  return { ...announced, chainKey, next, hasGiven: hasGiven === 1, skipped };
};

/** A step from a chain key that no state holds: it is wiped. */
const advance = (suite: Suite, chainKey: Uint8Array): ReturnType<typeof stepChain> => {
  const step = stepChain(suite, chainKey);
  chainKey.fill(0);
  return step;
};

const takeSkippedKey = (
  generation: ReceiverGeneration,
  index: number,
): Result<{ readonly key: Uint8Array; readonly generation: ReceiverGeneration }, 'gone'> => {
  const kept = generation.skipped.find((candidate) => candidate.index === index);
  if (!kept) return err('gone');
  const skipped = generation.skipped.filter((candidate) => candidate !== kept);
  return ok({ key: kept.key, generation: { ...generation, skipped } });
};
