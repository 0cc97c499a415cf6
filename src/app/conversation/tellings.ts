/**
 * What one device of a person tells the others in a hidden conversation: bytes
 * that no screen shows, in as many entries as it takes.
 *
 * What is learned is put aside in the same step as its keys, and taken away when
 * what it says is done: a crash between the two does it again, and loses nothing.
 */

import { decodeBase64url, encodeBase64url } from '../../core/bytes/base64url.ts';
import { concatBytes } from '../../core/bytes/compare.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { groupBy } from '../../core/journal/group.ts';
import { MAX_TELL_BYTES } from '../../core/journal/message-operations.ts';
import type { Key } from '../../ports/store.ts';
import type { Body, MessageOperation } from '../../core/journal/operations.ts';
import type { Work } from '../store/work.ts';
import { isHidden, isOwn, type ConversationState } from './state.ts';

export type ReceivedTelling = {
  readonly writer: Uint8Array;
  readonly bytes: Uint8Array;
  /** Where its parts are kept. */
  readonly keys: readonly Key[];
};

type Part = {
  readonly key: Key;
  readonly sequence: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly bytes: Uint8Array;
};

const TELLINGS = 'tellings';

/** Puts aside what others told; in a conversation that is shown nobody tells anything. */
export const noteTellings = (
  work: Work,
  localId: string,
  state: ConversationState,
  messages: readonly {
    readonly writer: Uint8Array;
    readonly sequence: number;
    readonly body: Body<MessageOperation>;
  }[],
): void => {
  if (!isHidden(state)) return;
  for (const { writer, sequence, body } of messages) {
    const { operation } = body;
    if (operation.type !== 'tell' || isOwn(state, writer)) continue;
    const flags = (operation.isFirst ? 1 : 0) + (operation.isLast ? 2 : 0);
    const value = createWriter().u8(flags).bytes(operation.bytes).finish();
    work.put('conversations', [localId, TELLINGS, encodeBase64url(writer), sequence], value);
  }
};

/** What is put aside and whole, of each writer in the order in which it was told. */
export const readTellings = async (
  work: Work,
  localId: string,
): Promise<readonly ReceivedTelling[]> => {
  const rows = await work.stored('conversations', [localId, TELLINGS]);
  const byWriter = groupBy(rows, ({ key }) => String(key[2]));
  return [...byWriter].flatMap(([name, those]) => {
    const writer = decodeBase64url(name);
    const parts = those.flatMap(({ key, value }) => readPart(key, value) ?? []);
    return writer.ok ? wholeOf(writer.value, parts) : [];
  });
};

export const forgetTelling = (work: Work, { keys }: ReceivedTelling): void => {
  for (const key of keys) work.remove('conversations', key);
};

/** Parts that follow each other from a first one to a last one. */
const wholeOf = (writer: Uint8Array, parts: readonly Part[]): readonly ReceivedTelling[] => {
  const whole: ReceivedTelling[] = [];
  let open: Part[] = [];
  for (const part of parts.toSorted((a, b) => a.sequence - b.sequence)) {
    const follows = open.at(-1)?.sequence === part.sequence - 1;
    open = part.isFirst ? [part] : follows ? [...open, part] : [];
    if (!part.isLast || open.length === 0) continue;
    const bytes = concatBytes(...open.map((each) => each.bytes));
    whole.push({ writer, bytes, keys: open.map(({ key }) => key) });
    open = [];
  }
  return whole;
};

const readPart = (key: Key, value: Uint8Array): Part | null => {
  const parsed = parseBytes(value, (reader) => {
    const flags = reader.u8();
    return { flags, bytes: reader.bytes(MAX_TELL_BYTES) };
  });
  if (!parsed.ok) return null;
  const { flags, bytes } = parsed.value;
  const [isFirst, isLast] = [(flags & 1) !== 0, (flags & 2) !== 0];
  return { key, sequence: Number(key[3]), isFirst, isLast, bytes };
};
