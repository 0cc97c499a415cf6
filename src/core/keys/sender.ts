/**
 * A writer's own generations: the period of one sender key (docs/PROTOCOL.md,
 * "Keys").
 *
 * No message key belongs to the group, so nothing has to be agreed: a writer
 * starts a generation with a random chain key whenever one is due, and boxes it
 * to each recipient.
 *
 * States are values: a step never changes the state it was given, which stays
 * good until the new one is stored together with the entry it was made for.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import type { BoxReference } from '../journal/control-operations.ts';
import type { ControlOperation } from '../journal/operations.ts';
import { makeBox, makeFirstBox, type Box } from './box.ts';
import { encodeMessageKeyReference, stepChain } from './message-key.ts';
import {
  nextBoxStep,
  readRollingSender,
  writeRollingSender,
  type RollingSender,
} from './rolling.ts';

/**
 * `announcement`: our control sequence that announced it. `firstMessage`: the
 * message sequence it begins with. `chainKey` (32 bytes) is that of `nextIndex`.
 */
export type SenderGeneration = {
  readonly announcement: number;
  readonly firstMessage: number;
  readonly chainKey: Uint8Array;
  readonly nextIndex: number;
  readonly startedAt: number;
  /** For whom it was started, ascending; some may not have been reached. */
  readonly recipients: readonly Uint8Array[];
};

export type SenderChannel = { readonly recipient: Uint8Array; readonly rolling: RollingSender };

/** `channels`: the rolling secret towards each recipient writer, ascending by writer. */
export type SenderState = {
  readonly generation: SenderGeneration | null;
  readonly channels: readonly SenderChannel[];
};

export type AnnounceOperation = Extract<ControlOperation, { readonly type: 'announce' }>;

/** `sequence`: of the control entry that will carry it. `kemKey`: the recipient's newest, 1,216 bytes. */
export type AnnounceInput = {
  readonly conversationId: Uint8Array;
  readonly sender: Uint8Array;
  readonly sequence: number;
  readonly firstMessage: number;
  readonly now: number;
  readonly recipients: readonly { readonly writer: Uint8Array; readonly kemKey: Uint8Array }[];
};

export const GENERATION_MESSAGES = 50;
export const GENERATION_MS = 24 * 60 * 60 * 1000;

const VERSION = 2;
const SECRET_BYTES = 32;
const MAX_GENERATION_RECIPIENTS = 128;
const CHAIN_KEY_BYTES = 32;
const WRITER_BYTES = 32;
const MAX_CHANNELS = 128;

export const createSender = (channels: readonly SenderChannel[]): SenderState => ({
  generation: null,
  channels: [...channels].sort((a, b) => compareBytes(a.recipient, b.recipient)),
});

/**
 * Whether the next message wants a generation of its own: none yet, 50 messages, a day either way,
 * or it was started for others than `recipients` (writer keys, in any order): who was removed must
 * not read on, who came in shall read from here.
 */
export const isGenerationDue = (
  { generation }: SenderState,
  now: number,
  recipients: readonly Uint8Array[],
): boolean =>
  generation === null ||
  generation.nextIndex >= GENERATION_MESSAGES ||
  Math.abs(now - generation.startedAt) >= GENERATION_MS ||
  !areSame(generation.recipients, recipients.toSorted(compareBytes));

const areSame = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((one, i) => equalBytes(one, b[i] ?? new Uint8Array(0)));

/**
 * Starts a generation: the operation for our control entry `sequence`, and the
 * boxes by hash, to be stored with it. A recipient that was never boxed gets a
 * first box. `unreached` are recipients with a malformed KEM key: they get none.
 */
export const announceGeneration = (
  suite: Suite,
  random: Random,
  state: SenderState,
  input: AnnounceInput,
): {
  readonly state: SenderState;
  readonly operation: AnnounceOperation;
  readonly blobs: readonly { readonly hash: Uint8Array; readonly bytes: Uint8Array }[];
  readonly unreached: readonly Uint8Array[];
} => {
  const generation: SenderGeneration = {
    announcement: input.sequence,
    firstMessage: input.firstMessage,
    chainKey: random(CHAIN_KEY_BYTES),
    nextIndex: 0,
    startedAt: input.now,
    recipients: input.recipients.map(({ writer }) => writer).sort(compareBytes),
  };
  const boxed = input.recipients.map((recipient) => ({
    writer: recipient.writer,
    box: boxFor(suite, random, state, generation, input, recipient),
  }));
  const made = boxed.flatMap(({ box }) => (box ? [box] : []));
  return {
    state: { generation, channels: movedChannels(state.channels, made) },
    operation: {
      type: 'announce',
      firstMessage: input.firstMessage,
      boxes: made.map(({ reference }) => reference),
    },
    blobs: made.map(({ reference, blob }) => ({ hash: reference.hash, bytes: blob })),
    unreached: boxed.flatMap(({ writer, box }) => (box ? [] : [writer])),
  };
};

/** Without what is shared with the recipient: the next message starts a generation, with a first box for it. */
export const beginChannelAnew = (state: SenderState, recipient: Uint8Array): SenderState => ({
  generation: null,
  channels: state.channels.filter((channel) => !equalBytes(channel.recipient, recipient)),
});

/**
 * The key (32 bytes) and key reference (8 bytes) of the next message, and the
 * state that cannot give that key again. Throws when no generation was started.
 */
export const nextMessageKey = (
  suite: Suite,
  state: SenderState,
): {
  readonly key: Uint8Array;
  readonly reference: Uint8Array;
  readonly state: SenderState;
} => {
  const { generation } = state;
  if (!generation) throw new Error('A message key was asked for before a generation was started');
  const { key, next } = stepChain(suite, generation.chainKey);
  const reference = encodeMessageKeyReference({
    announcement: generation.announcement,
    index: generation.nextIndex,
  });
  const moved = { ...generation, chainKey: next, nextIndex: generation.nextIndex + 1 };
  return { key, reference, state: { ...state, generation: moved } };
};

export const encodeSender = ({ generation, channels }: SenderState): Uint8Array => {
  const out = createWriter()
    .u8(VERSION)
    .u8(generation ? 1 : 0);
  if (generation) writeGeneration(out, generation);
  out.varint(generation?.recipients.length ?? 0);
  for (const recipient of generation?.recipients ?? []) out.fixed(recipient);
  out.varint(channels.length);
  for (const { recipient, rolling } of channels) writeRollingSender(out.fixed(recipient), rolling);
  return out.finish();
};

export const parseSender = (bytes: Uint8Array): Result<SenderState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version === 1 || version === VERSION);
    const hasGeneration = reader.u8();
    reader.require(hasGeneration <= 1);
    const generation = hasGeneration === 1 ? readGeneration(reader) : null;
    const recipients =
      version === 1
        ? null
        : reader.list(MAX_GENERATION_RECIPIENTS, (item) => item.fixed(WRITER_BYTES));
    const channels = reader.list(MAX_CHANNELS, (item) => ({
      recipient: item.fixed(WRITER_BYTES),
      rolling: readRollingSender(item),
    }));
    reader.require(hasGeneration === 1 || (recipients ?? []).length === 0);
    // The first version boxed each generation to everybody there was.
    const all = recipients ?? channels.map(({ recipient }) => recipient);
    return { generation: generation && { ...generation, recipients: all }, channels };
  });

type MadeBox = {
  readonly reference: BoxReference;
  readonly blob: Uint8Array;
  readonly rolling: RollingSender;
};

const boxFor = (
  suite: Suite,
  random: Random,
  state: SenderState,
  { announcement, chainKey, nextIndex: index }: SenderGeneration,
  { conversationId, sender }: AnnounceInput,
  { writer, kemKey }: AnnounceInput['recipients'][number],
): MadeBox | null => {
  const placeOf = (number: number) => ({
    conversationId,
    sender,
    recipient: writer,
    number,
    announcement,
  });
  const channel = state.channels.find(({ recipient }) => equalBytes(recipient, writer));
  if (!channel) {
    const secret = random(SECRET_BYTES);
    const content = { chainKey, index, rolling: secret };
    const box = makeFirstBox(suite, random, placeOf(0), kemKey, content);
    return box && madeBox('kept', writer, 0, box, { next: 1, secret });
  }
  const { number, step, rolling } = nextBoxStep(suite, channel.rolling);
  const box = makeBox(suite, random, placeOf(number), kemKey, step, { chainKey, index });
  step.fill(0);
  return box && madeBox('rolling', writer, number, box, rolling);
};

const madeBox = (
  mode: BoxReference['mode'],
  recipient: Uint8Array,
  number: number,
  { hash, kemKeyId, blob }: Box,
  rolling: RollingSender,
): MadeBox => ({ reference: { mode, recipient, number, kemKeyId, hash }, blob, rolling });

/** Those that were used moved on by a step; those that began with a first box added. */
const movedChannels = (
  channels: readonly SenderChannel[],
  made: readonly MadeBox[],
): readonly SenderChannel[] => {
  const moved = made.map(({ reference: { recipient }, rolling }) => ({ recipient, rolling }));
  const others = channels.filter(
    ({ recipient }) => !moved.some((channel) => equalBytes(channel.recipient, recipient)),
  );
  return [...others, ...moved].sort((a, b) => compareBytes(a.recipient, b.recipient));
};

const writeGeneration = (out: Writer, generation: SenderGeneration): Writer =>
  out
    .u32(generation.announcement)
    .u32(generation.firstMessage)
    .fixed(generation.chainKey)
    .u32(generation.nextIndex)
    .u48(generation.startedAt);

const readGeneration = (reader: Reader): Omit<SenderGeneration, 'recipients'> => ({
  announcement: reader.u32(),
  firstMessage: reader.u32(),
  chainKey: reader.fixed(CHAIN_KEY_BYTES),
  nextIndex: reader.u32(),
  startedAt: reader.u48(),
});
