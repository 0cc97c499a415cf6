/** What was read on one device is read on all: a register for each conversation. */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { withReadMark } from '../conversation/read-mark.ts';
import { isHidden, otherWriters, type ConversationState } from '../conversation/state.ts';
import type { RegisterValue } from '../registers/registers.ts';
import type { House } from './house.ts';
import { readKey } from './names.ts';

type Marks = ConversationState['read'];

const MAX_MARKS = 128;

/** Takes over what was read elsewhere; with `isTold` says what was read here. */
export const followReadMarks = async (house: House, isTold: boolean): Promise<void> => {
  const values: RegisterValue[] = [];
  for (const conversation of house.conversations.list()) {
    const state = conversation.state();
    if (!state || isHidden(state) || state.verdict === 'mismatched') continue;
    const key = readKey(state.conversationId);
    const told = parseMarks(house.registers.get(key));
    if (isBeyond(told, state.read, state)) await takeOver(conversation, told);
    const read = conversation.state()?.read ?? [];
    if (isTold && isBeyond(read, told)) values.push([key, encodeMarks(merge(told, read))]);
  }
  if (values.length > 0) await house.registers.setAll(values);
};

const takeOver = (conversation: Conversation, marks: Marks): Promise<boolean> =>
  conversation.run((_context, _work, state) =>
    Promise.resolve(
      known(marks, state).reduce(
        (next, { writer, length }) => withReadMark(next, { writer, sequence: length - 1 }),
        state,
      ),
    ),
  );

/** Whether the first say of anybody that more was read than the others do. */
const isBeyond = (marks: Marks, others: Marks, state?: ConversationState): boolean => {
  const lengths = byName(others);
  return (state ? known(marks, state) : marks).some(
    ({ writer, length }) => length > (lengths.get(encodeBase64url(writer)) ?? 0),
  );
};

/** Of writers that this device knows already. */
const known = (marks: Marks, state: ConversationState): Marks => {
  const writers = new Set(otherWriters(state).map(encodeBase64url));
  return marks.filter(({ writer, length }) => length > 0 && writers.has(encodeBase64url(writer)));
};

const merge = (a: Marks, b: Marks): Marks => {
  const marks = new Map(a.map((mark) => [encodeBase64url(mark.writer), mark]));
  for (const mark of b) {
    const name = encodeBase64url(mark.writer);
    if (mark.length > (marks.get(name)?.length ?? 0)) marks.set(name, mark);
  }
  return [...marks.values()];
};

const byName = (marks: Marks): ReadonlyMap<string, number> =>
  new Map(marks.map(({ writer, length }) => [encodeBase64url(writer), length]));

const encodeMarks = (marks: Marks): Uint8Array => {
  const out = createWriter().varint(Math.min(marks.length, MAX_MARKS));
  for (const { writer, length } of marks.slice(0, MAX_MARKS)) out.fixed(writer).u32(length);
  return out.finish();
};

const parseMarks = (bytes: Uint8Array | undefined): Marks => {
  const parsed =
    bytes &&
    parseBytes(bytes, (reader) =>
      reader.list(MAX_MARKS, (item) => ({ writer: item.fixed(32), length: item.u32() })),
    );
  return parsed?.ok ? parsed.value : [];
};
