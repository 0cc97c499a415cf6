/**
 * What a recipient holds of one sender writer: boxes on their way, and the
 * generations it has opened (docs/PROTOCOL.md, "Keys").
 *
 * Announcements are noted in the order of the sender's control feed; their
 * boxes and the messages may come in any order. A key is given once and then
 * erased; a generation goes when everything before a newer one is read.
 *
 * States are values: a step never changes the state it was given, which stays
 * good until the new one is stored.
 */

import { equalBytes } from '../bytes/compare.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import type { Suite } from '../crypto/suite.ts';
import type { BoxReference } from '../journal/control-operations.ts';
import { readFlag } from '../journal/fields.ts';
import { openBox, openFirstBox, type BoxContent } from './box.ts';
import { findKemKey, type KemState } from './kem.ts';
import type { MessageKeyReference } from './message-key.ts';
import {
  MAX_SKIPPED_KEYS,
  readAnnounced,
  readGeneration,
  takeGenerationKey,
  withoutFinished,
  writeAnnounced,
  writeGeneration,
  type Announced,
  type ReceiverGeneration,
} from './receiver-generation.ts';
import {
  MAX_SKIPPED_STEPS,
  readRollingReceiver,
  takeBoxStep,
  writeRollingReceiver,
  type RollingReceiver,
} from './rolling.ts';

/**
 * Generations of one sender that are kept, waiting boxes included: 200,000 messages that nobody
 * read. A bound on what a hostile sender makes us keep; what it announces beyond stays closed.
 */
export const MAX_OPEN_GENERATIONS = 4_096;

/**
 * A box for us that was not opened yet; `hash` names its blob. `notedAt`: device clock, ms; 0 when an
 * earlier version noted it.
 */
export type WaitingBox = Announced & {
  readonly mode: BoxReference['mode'];
  readonly notedAt: number;
  readonly number: number;
  readonly kemKeyId: Uint8Array;
  readonly hash: Uint8Array;
};

/**
 * `announced`: control sequence of the last announcement noted, -1 before the first. `rolling`: null
 * until the sender's first box brings it. Lists ascend by sequence.
 */
export type ReceiverState = {
  readonly announced: number;
  readonly rolling: RollingReceiver | null;
  readonly waiting: readonly WaitingBox[];
  readonly generations: readonly ReceiverGeneration[];
};

/** Between whom: `sender` and `recipient` (we) are writer keys. */
export type ReceiverPlace = {
  readonly conversationId: Uint8Array;
  readonly sender: Uint8Array;
  readonly recipient: Uint8Array;
};

/**
 * `opened`: to be acknowledged. `not-waiting`: no such box, or opened before.
 * `other-blob`: the hash differs; the right one may come. `too-far`: boxes before
 * it must come first. `unopenable`: given up, its messages stay closed.
 */
export type BoxOutcome = 'opened' | 'not-waiting' | 'other-blob' | 'too-far' | 'unopenable';

const VERSION = 2;
const MODES = ['rolling', 'kept'] as const;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;
const MAX_GENERATIONS = 65_535;

/** Without a rolling secret: of a sender that shares none with us yet. */
export const createReceiver = (rolling: RollingReceiver | null): ReceiverState => ({
  announced: -1,
  rolling,
  waiting: [],
  generations: [],
});

/** Notes an announcement, next in the sender's control feed; one that was noted before changes nothing. */
export const noteAnnouncement = (
  state: ReceiverState,
  recipient: Uint8Array,
  sequence: number,
  announcement: {
    readonly firstMessage: number;
    readonly boxes: readonly BoxReference[];
  },
  now: number,
): ReceiverState => {
  if (sequence <= state.announced) return state;
  const { firstMessage, boxes } = announcement;
  const ended = endLast(state, firstMessage);
  const hasRoom = ended.waiting.length + ended.generations.length < MAX_OPEN_GENERATIONS;
  const box = hasRoom ? boxes.find((candidate) => isFor(candidate, recipient)) : undefined;
  const waiting = box
    ? [...ended.waiting, { sequence, firstMessage, end: null, notedAt: now, ...addressOf(box) }]
    : ended.waiting;
  return withoutHopeless({ ...ended, announced: sequence, waiting });
};

/** Opens the waiting box that announcement `sequence` made for us. Store the state whatever the outcome. */
export const openWaitingBox = (
  suite: Suite,
  state: ReceiverState,
  kem: KemState,
  place: ReceiverPlace,
  sequence: number,
  blob: Uint8Array,
): { readonly state: ReceiverState; readonly outcome: BoxOutcome } => {
  const box = state.waiting.find((candidate) => candidate.sequence === sequence);
  if (!box) return { state, outcome: 'not-waiting' };
  if (!equalBytes(suite.hash(blob), box.hash)) return { state, outcome: 'other-blob' };
  const opened =
    box.mode === 'kept'
      ? firstOf(suite, state, kem, place, box, blob)
      : boxOf(suite, state, kem, place, box, blob);
  if (opened === 'too-far') return { state, outcome: 'too-far' };
  const without = { ...state, waiting: state.waiting.filter((candidate) => candidate !== box) };
  if (opened === null) return { state: withoutHopeless(without), outcome: 'unopenable' };
  const { rolling, content } = opened;
  const generations = withGeneration(state, box, content);
  return { state: { ...without, rolling, generations }, outcome: 'opened' };
};

type Opened = { readonly rolling: RollingReceiver; readonly content: BoxContent };

const boxOf = (
  suite: Suite,
  state: ReceiverState,
  kem: KemState,
  place: ReceiverPlace,
  box: WaitingBox,
  blob: Uint8Array,
): Opened | 'too-far' | null => {
  if (state.rolling === null) return 'too-far';
  const taken = takeBoxStep(suite, state.rolling, box.number);
  if (!taken.ok) return taken.error === 'too-far' ? 'too-far' : null;
  const kemKey = findKemKey(kem, box.kemKeyId);
  if (!kemKey) return null;
  const { step, rolling } = taken.value;
  const content = openBox(suite, { ...place, ...boxPlace(box) }, kemKey, step, blob);
  return content && { rolling, content };
};

/** Only where there is no rolling secret yet: none can be replaced by a box that does without it. */
const firstOf = (
  suite: Suite,
  state: ReceiverState,
  kem: KemState,
  place: ReceiverPlace,
  box: WaitingBox,
  blob: Uint8Array,
): Opened | null => {
  const kemKey = findKemKey(kem, box.kemKeyId);
  if (state.rolling !== null || !kemKey) return null;
  const content = openFirstBox(suite, { ...place, ...boxPlace(box) }, kemKey, blob);
  return (
    content && {
      rolling: { next: box.number + 1, secret: content.rolling, skipped: [] },
      content,
    }
  );
};

/** Boxes that can be opened now, were they here: one too far ahead waits until those before it came. */
export const openableBoxes = ({ waiting, rolling }: ReceiverState): readonly WaitingBox[] =>
  rolling === null
    ? waiting.filter(({ mode }) => mode === 'kept')
    : waiting.filter(({ number }) => number - rolling.next <= MAX_SKIPPED_STEPS);

/** How long a box is waited for: what lies in it can be handed over afterwards, message by message. */
export const BOX_WAIT_MS = 120 * 24 * 60 * 60 * 1000;

/**
 * Gives up boxes that were noted BOX_WAIT_MS before `now`, and the steps kept for them. Those that
 * an earlier version noted begin to wait now.
 */
export const giveUpBoxes = (state: ReceiverState, now: number): ReceiverState => {
  const isOver = ({ notedAt }: WaitingBox): boolean => notedAt > 0 && notedAt + BOX_WAIT_MS <= now;
  const over = state.waiting.filter(isOver);
  if (over.length === 0 && state.waiting.every(({ notedAt }) => notedAt > 0)) return state;
  const waiting = state.waiting
    .filter((box) => !isOver(box))
    .map((box) => (box.notedAt > 0 ? box : { ...box, notedAt: now }));
  const rolling = state.rolling && {
    ...state.rolling,
    skipped: state.rolling.skipped.filter(
      ({ number }) => !over.some((box) => box.mode === 'rolling' && box.number === number),
    ),
  };
  return withoutHopeless({ ...state, rolling, waiting });
};

/** Gives up boxes whose rolling secret would have come with a first box that was given up. */
const withoutHopeless = (state: ReceiverState): ReceiverState => {
  if (state.rolling !== null) return state;
  const first = state.waiting.findIndex(({ mode }) => mode === 'kept');
  const hopeless = first === -1 ? state.waiting.length : first;
  return hopeless === 0 ? state : { ...state, waiting: state.waiting.slice(hopeless) };
};

/** The KEM key ids that boxes on their way were made for. */
export const awaitedKemKeys = (state: ReceiverState): readonly Uint8Array[] =>
  state.waiting.map(({ kemKeyId }) => kemKeyId);

/**
 * The key of a message (32 bytes), and the state that cannot give it again: put
 * the key into the vault in the same write. `waiting`: its announcement or box is
 * not here yet. `gone`: given before, given up, or never boxed to us. `too-far`:
 * more than MAX_SKIPPED_KEYS ahead.
 */
export const takeMessageKey = (
  suite: Suite,
  state: ReceiverState,
  { announcement, index }: MessageKeyReference,
): Result<
  { readonly key: Uint8Array; readonly state: ReceiverState },
  'waiting' | 'gone' | 'too-far'
> => {
  const generation = state.generations.find(({ sequence }) => sequence === announcement);
  if (!generation) return err(isExpected(state, announcement) ? 'waiting' : 'gone');
  const taken = takeGenerationKey(suite, generation, index, MAX_SKIPPED_KEYS - skippedBy(state));
  if (!taken.ok) return taken;
  const { key, generation: after } = taken.value;
  const generations = state.generations.map((kept) => (kept === generation ? after : kept));
  return ok({ key, state: { ...state, generations: withoutFinished(generations) } });
};

export const encodeReceiver = (state: ReceiverState): Uint8Array => {
  const out = createWriter()
    .u8(VERSION)
    .varint(state.announced + 1);
  out.u8(state.rolling === null ? 0 : 1);
  if (state.rolling !== null) writeRollingReceiver(out, state.rolling);
  out.varint(state.waiting.length);
  for (const box of state.waiting) writeWaiting(out, box);
  out.varint(state.generations.length);
  for (const generation of state.generations) writeGeneration(out, generation);
  return out.finish();
};

export const parseReceiver = (bytes: Uint8Array): Result<ReceiverState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version === 1 || version === VERSION);
    const isFirst = version === 1;
    return {
      announced: reader.varint(2 ** 32) - 1,
      rolling: isFirst || readFlag(reader) ? readRollingReceiver(reader) : null,
      waiting: reader.list(MAX_GENERATIONS, (item) => readWaiting(item, isFirst)),
      generations: reader.list(MAX_GENERATIONS, readGeneration),
    };
  });

const isFor = (box: BoxReference, recipient: Uint8Array): boolean =>
  equalBytes(box.recipient, recipient);

const addressOf = ({ mode, number, kemKeyId, hash }: BoxReference) => ({
  mode,
  number,
  kemKeyId,
  hash,
});

const boxPlace = (box: WaitingBox) => ({ number: box.number, announcement: box.sequence });

/** The generation announced last ends where the next begins. */
const endLast = (state: ReceiverState, firstMessage: number): ReceiverState => {
  const endIfLast = <T extends Announced>(item: T): T =>
    item.sequence === state.announced
      ? { ...item, end: Math.max(0, firstMessage - item.firstMessage) }
      : item;
  const generations = withoutFinished(state.generations.map(endIfLast));
  return { ...state, waiting: state.waiting.map(endIfLast), generations };
};

const withGeneration = (
  state: ReceiverState,
  { sequence, firstMessage, end }: WaitingBox,
  { chainKey, index }: { readonly chainKey: Uint8Array; readonly index: number },
): readonly ReceiverGeneration[] => {
  const base = { sequence, firstMessage, end, chainKey, next: index };
  const opened: ReceiverGeneration = { ...base, hasGiven: false, skipped: [] };
  return [...state.generations, opened].sort((a, b) => a.sequence - b.sequence);
};

const skippedBy = ({ generations }: ReceiverState): number =>
  generations.reduce((sum, { skipped }) => sum + skipped.length, 0);

const isExpected = (state: ReceiverState, sequence: number): boolean =>
  sequence > state.announced || state.waiting.some((box) => box.sequence === sequence);

const writeWaiting = (out: Writer, box: WaitingBox): Writer =>
  writeAnnounced(out, box)
    .u32(box.number)
    .fixed(box.kemKeyId)
    .fixed(box.hash)
    .u8(MODES.indexOf(box.mode))
    .u48(box.notedAt);

/** The first version had one mode and kept no time. */
const readWaiting = (reader: Reader, isFirst: boolean): WaitingBox => ({
  ...readAnnounced(reader),
  number: reader.u32(),
  kemKeyId: reader.fixed(KEY_ID_BYTES),
  hash: reader.fixed(KEY_BYTES),
  mode: !isFirst && readFlag(reader) ? 'kept' : 'rolling',
  notedAt: isFirst ? 0 : reader.u48(),
});
