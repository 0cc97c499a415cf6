import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/app/snapshot.ts';
import { messagesToRows } from '../../../src/ui/message-list/rows.ts';

const noon = new Date(2026, 2, 3, 12).getTime();
const minute = 60_000;
const day = 24 * 60 * minute;

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  own: false,
  editable: false,
  author: 'Bob',
  body: { kind: 'text', text: id, edited: false },
  time: noon,
  clockAhead: false,
  replyTo: undefined,
  reactions: [],
  state: undefined,
  ...more,
});

const shape = (messages: readonly Message[], firstUnread?: string) =>
  messagesToRows(messages, firstUnread).map((row) => {
    if (row.kind !== 'message') return row.kind;
    return `${row.startsRun ? '[' : ''}${row.message.id}${row.endsRun ? ']' : ''}`;
  });

describe('rows of the log', () => {
  it('U-8: groups what one author wrote within five minutes', () => {
    const messages = [
      message('a'),
      message('b', { time: noon + minute }),
      message('c', { time: noon + 7 * minute }),
      message('d', { time: noon + 8 * minute, own: true }),
    ];
    expect(shape(messages)).toEqual(['day', '[a', 'b]', '[c]', '[d]']);
  });

  it('U-8: names the day where a new one begins', () => {
    expect(shape([message('a'), message('b', { time: noon + day })])).toEqual([
      'day',
      '[a]',
      'day',
      '[b]',
    ]);
  });

  it('U-8: a clock that ran ahead opens no day and joins no run', () => {
    const messages = [
      message('a'),
      message('b', { time: noon + 400 * day, clockAhead: true }),
      message('c', { time: noon + minute }),
    ];
    expect(shape(messages)).toEqual(['day', '[a]', '[b]', '[c]']);
  });

  it('U-242: says between the messages, or at the end, who became somebody else there', () => {
    const change = { isOurs: false, name: 'Bob', time: noon };
    const kinds = (before: string | undefined) =>
      messagesToRows([message('a'), message('b')], 'b', [{ ...change, id: 'x', before }]).map(
        (row) => (row.kind === 'message' ? row.key : row.kind),
      );
    expect(kinds('b')).toEqual(['day', 'a', 'change', 'unread', 'b']);
    expect(kinds('a')).toEqual(['day', 'change', 'a', 'unread', 'b']);
    expect(kinds(undefined)).toEqual(['day', 'a', 'unread', 'b', 'change']);
  });

  it('U-8: shows where the unread part begins', () => {
    expect(shape([message('a'), message('b')], 'b')).toEqual(['day', '[a]', 'unread', '[b]']);
  });
});
