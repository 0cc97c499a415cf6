/**
 * The slow twin of the timeline: all entries in memory, every question answered
 * by looking at each of them. It shares no code with the index but the types.
 */

import type { Stamp } from '../../../../src/core/clock/hlc.ts';
import type { Target } from '../../../../src/core/journal/message-operations.ts';
import type { OpenedEntry } from '../../../../src/core/journal/timeline/opened-entry.ts';

export type TwinContent = { kind: 'text'; text: string; edited: boolean } | { kind: 'deleted' };

export type TwinMessage = {
  target: Target;
  stamp: Stamp;
  clock: number;
  content: TwinContent;
  replyTo: { target: Target; content: TwinContent | null } | undefined;
  reactions: { emoji: string; writers: Uint8Array[] }[];
};

/** Which writers are devices of one person; the same number: the same person. */
export type Persons = readonly number[];

export const twinScreen = (delivered: readonly OpenedEntry[], who: Persons): TwinMessage[] => {
  const entries = distinct(delivered);
  return entries
    .filter(({ body }) => body.operation.type === 'post')
    .sort((a, b) => compareEntries(entries, a, b))
    .map((post) => {
      const { operation } = post.body;
      const content = contentOf(entries, post, who);
      const quoted = operation.type === 'post' ? operation.replyTo : undefined;
      const deleted = content.kind === 'deleted';
      return {
        target: targetOf(post),
        stamp: stampOf(entries, post),
        clock: post.body.clock,
        content,
        replyTo: quoted && !deleted ? quote(entries, quoted, who) : undefined,
        reactions: deleted ? [] : reactionsTo(entries, post, who),
      };
    });
};

/** "writer/sequence" of every entry whose key is to be destroyed. */
export const twinForgotten = (delivered: readonly OpenedEntry[], who: Persons): Set<string> => {
  const entries = distinct(delivered);
  const redacts = entries.filter(({ writer, body: { operation } }) =>
    operation.type === 'redact' ? isOne(who, operation.target.writer, writer) : false,
  );
  const forgotten = redacts.flatMap(({ body: { operation } }) => {
    if (operation.type !== 'redact') return [];
    const { target } = operation;
    const posts = entries.filter(
      (entry) => entry.body.operation.type === 'post' && isSame(target, targetOf(entry)),
    );
    return [...posts, ...editsOf(entries, target, who)];
  });
  return new Set(forgotten.map(nameOf));
};

export const nameOf = (entry: { writer: Uint8Array; sequence: number }): string =>
  `${entry.writer[0]}/${entry.sequence}`;

const distinct = (entries: readonly OpenedEntry[]): OpenedEntry[] => [
  ...new Map(entries.map((entry) => [nameOf(entry), entry])).values(),
];

const contentOf = (entries: OpenedEntry[], post: OpenedEntry, who: Persons): TwinContent => {
  const target = targetOf(post);
  const isDeleted = entries.some(
    ({ writer, body: { operation } }) =>
      operation.type === 'redact' &&
      isOne(who, writer, post.writer) &&
      isSame(operation.target, target),
  );
  if (isDeleted) return { kind: 'deleted' };
  const operation = (editsOf(entries, target, who).at(-1) ?? post).body.operation;
  const text = operation.type === 'edit' || operation.type === 'post' ? operation.text : '';
  return { kind: 'text', text, edited: operation.type === 'edit' };
};

/** The one that counts comes last. */
const editsOf = (entries: OpenedEntry[], target: Target, who: Persons): OpenedEntry[] => {
  const edits = entries.filter(
    ({ writer, body: { operation } }) =>
      operation.type === 'edit' &&
      isOne(who, writer, target.writer) &&
      isSame(operation.target, target),
  );
  const isOvertaken = (edit: OpenedEntry): boolean =>
    edits.some((other) => same(other.writer, edit.writer) && other.sequence > edit.sequence);
  const latest = edits.filter((edit) => !isOvertaken(edit));
  latest.sort((a, b) => compareEntries(entries, a, b));
  return [...edits.filter(isOvertaken), ...latest];
};

const quote = (entries: OpenedEntry[], target: Target, who: Persons) => {
  const post = entries.find(
    (entry) => entry.body.operation.type === 'post' && isSame(target, targetOf(entry)),
  );
  return { target, content: post ? contentOf(entries, post, who) : null };
};

const reactionsTo = (entries: OpenedEntry[], post: OpenedEntry, who: Persons) => {
  const target = targetOf(post);
  const marks = entries.filter(
    ({ body: { operation } }) => operation.type === 'react' && isSame(operation.target, target),
  );
  const counting = marks.filter((mark) => {
    const later = marks.some(
      (other) =>
        emojiOf(other) === emojiOf(mark) &&
        (same(other.writer, mark.writer)
          ? other.sequence > mark.sequence
          : isOne(who, other.writer, mark.writer) &&
            isLatest(marks, other) &&
            compareEntries(entries, mark, other) < 0),
    );
    return !later && mark.body.operation.type === 'react' && mark.body.operation.on;
  });
  counting.sort(
    (a, b) =>
      a.body.stamp.wall - b.body.stamp.wall ||
      a.body.stamp.count - b.body.stamp.count ||
      (a.writer[0] ?? 0) - (b.writer[0] ?? 0) ||
      a.sequence - b.sequence,
  );
  return [...new Set(counting.map(emojiOf))].map((emoji) => ({
    emoji,
    writers: counting.filter((mark) => emojiOf(mark) === emoji).map(({ writer }) => writer),
  }));
};

const isLatest = (marks: OpenedEntry[], mark: OpenedEntry): boolean =>
  marks.every(
    (other) =>
      !same(other.writer, mark.writer) ||
      emojiOf(other) !== emojiOf(mark) ||
      other.sequence <= mark.sequence,
  );

const isOne = (who: Persons, a: Uint8Array, b: Uint8Array): boolean =>
  personOf(who, a) === personOf(who, b);

/** By the writer's number; one that is not named is a person of its own. */
export const personOf = (who: Persons, writer: Uint8Array): number => {
  const number = (writer[0] ?? 0) - 1;
  return who[number] ?? number;
};

const emojiOf = ({ body: { operation } }: OpenedEntry): string =>
  operation.type === 'react' ? operation.emoji : '';

const stampOf = (entries: OpenedEntry[], entry: OpenedEntry): Stamp => {
  const restamps = entries
    .filter(
      ({ writer, sequence, body: { operation } }) =>
        operation.type === 'restamp' &&
        same(writer, entry.writer) &&
        operation.last < sequence &&
        operation.first <= entry.sequence &&
        entry.sequence <= operation.last,
    )
    .sort((a, b) => a.sequence - b.sequence);
  const operation = restamps.at(-1)?.body.operation;
  if (operation?.type !== 'restamp') return entry.body.stamp;
  const total = operation.stamp.wall * 65_536 + operation.stamp.count;
  const moved = total + entry.sequence - operation.first;
  return { wall: Math.floor(moved / 65_536), count: moved % 65_536 };
};

const compareEntries = (entries: OpenedEntry[], a: OpenedEntry, b: OpenedEntry): number => {
  const [x, y] = [stampOf(entries, a), stampOf(entries, b)];
  return (
    x.wall - y.wall ||
    x.count - y.count ||
    (a.writer[0] ?? 0) - (b.writer[0] ?? 0) ||
    a.sequence - b.sequence
  );
};

const targetOf = ({ writer, sequence, body }: OpenedEntry): Target => ({
  writer,
  sequence,
  stamp: body.stamp,
});

const isSame = (a: Target, b: Target): boolean =>
  same(a.writer, b.writer) &&
  a.sequence === b.sequence &&
  a.stamp.wall === b.stamp.wall &&
  a.stamp.count === b.stamp.count;

const same = (a: Uint8Array, b: Uint8Array): boolean => a[0] === b[0];
