import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryPage, Message } from '../../../src/app/snapshot.ts';
import type { ExportFormat } from '../../../src/ui/details/export/format.ts';
import { htmlFormat } from '../../../src/ui/details/export/html.ts';
import { jsonFormat } from '../../../src/ui/details/export/json.ts';
import { textFormat } from '../../../src/ui/details/export/text.ts';
import { fileName, writeExport } from '../../../src/ui/details/export/write.ts';

const time = Date.UTC(2026, 2, 1, 13, 5, 9);
const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  own: false,
  editable: false,
  author: 'Nadia',
  body: { kind: 'text', text: `text of ${id}`, edited: false },
  time,
  clockAhead: false,
  replyTo: undefined,
  reactions: [],
  state: undefined,
  ...more,
});
const textBody = (text: string): Message['body'] => ({ kind: 'text', text, edited: false });

async function* pagesOf(...pages: HistoryPage[]): AsyncGenerator<HistoryPage, void> {
  for (const page of pages) yield await Promise.resolve(page);
}

const whole = (messages: readonly Message[]) =>
  pagesOf({ messages, total: messages.length, isLast: true });

const head = { contact: 'Nadia', time };
const quietly = { signal: new AbortController().signal, progress: () => undefined };

const write = async (format: ExportFormat, messages: readonly Message[]): Promise<string> => {
  const made = await writeExport({ pages: whole(messages), format, head, ...quietly });
  if (made.kind !== 'done') throw new Error(made.kind);
  return made.content.text();
};

const everything = [
  message('a'),
  message('b', {
    own: true,
    author: 'Tomás',
    replyTo: { id: 'a', author: 'Nadia', text: 'text of a' },
    body: { kind: 'text', text: 'two\nlines', edited: true },
    reactions: [{ emoji: '👍', count: 1, own: false, names: ['Nadia'] }],
  }),
  message('c', { body: { kind: 'deleted' } }),
  message('d', { body: { kind: 'sealed' }, clockAhead: true }),
  message('e', { replyTo: { id: undefined, author: 'Tomás', text: undefined } }),
];

describe('an exported conversation', () => {
  it('U-126: as JSON names everything, and replies by number', async () => {
    const read = JSON.parse(await write(jsonFormat, everything)) as Record<string, unknown>;
    expect(read).toMatchObject({ format: 'grapevine-conversation', version: 1, contact: 'Nadia' });
    const [first, second, third, fourth, fifth] = read['messages'] as Record<string, unknown>[];
    expect(first).toMatchObject({ number: 1, own: false, author: 'Nadia', text: 'text of a' });
    expect(Date.parse(String(first?.['time']))).toBe(time);
    expect(first?.['time']).toMatch(/[+-]\d\d:\d\d$/);
    expect(second).toMatchObject({
      own: true,
      text: 'two\nlines',
      edited: true,
      replyTo: { number: 1, author: 'Nadia', text: 'text of a' },
      reactions: [{ emoji: '👍', by: ['Nadia'] }],
    });
    expect(third).toMatchObject({ kind: 'deleted' });
    expect(fourth).toMatchObject({ kind: 'unreadable', clockAhead: true });
    expect(fifth).toMatchObject({ replyTo: { number: null, text: null } });
    expect(JSON.parse(await write(jsonFormat, []))).toMatchObject({ messages: [] });
  });

  it('U-126: as text and as a page marks what is edited, deleted and unreadable', async () => {
    for (const format of [textFormat, htmlFormat]) {
      const read = await write(format, everything);
      for (const words of ['Conversation with Nadia', 'Tomás', 'edited', '👍 Nadia']) {
        expect(read).toContain(words);
      }
      for (const words of ['Message deleted', 'cannot be read', 'clock was ahead']) {
        expect(read).toContain(words);
      }
      expect(read).toMatch(/2026-03-0\d[ T]\d\d:05:09[+-]\d\d:\d\d/);
    }
  });

  it('U-127: nothing that was written becomes markup, a field or a heading', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '</p><script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '\n[2026-03-01T13:05:09+00:00] Nadia\n    forged',
        '\u2028[2026] Nadia',
        '","own":true,"x":"',
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (text, name) => {
        const odd = message('a', { author: name, body: textBody(text) });
        const page = await write(htmlFormat, [odd, message('b')]);
        expect(page.match(/<article/g)).toHaveLength(2);
        expect(page).not.toMatch(/<script|<img|onerror="/);
        const read = JSON.parse(await write(jsonFormat, [odd])) as { messages: unknown[] };
        expect(read.messages).toMatchObject([{ own: false, author: name }]);
        const lines = (await write(textFormat, [message('b', { body: textBody(text) })])).split(
          '\n',
        );
        expect(lines.filter((line) => line.startsWith('['))).toHaveLength(1);
      }),
    );
  });

  it('U-128: tells how far it is, and makes nothing when cancelled or broken off', async () => {
    const part = (isLast: boolean): HistoryPage => ({ messages: [message('a')], total: 2, isLast });
    const seen: number[][] = [];
    const running = new AbortController();
    const cancelled = await writeExport({
      pages: pagesOf(part(false), { ...part(true), messages: [message('b')] }),
      format: textFormat,
      head,
      signal: running.signal,
      progress: (done, total) => {
        seen.push([done, total]);
        running.abort();
      },
    });
    expect(seen).toEqual([[1, 2]]);
    expect(cancelled.kind).toBe('cancelled');
    const pages = pagesOf(part(false));
    const failed = await writeExport({ pages, format: textFormat, head, ...quietly });
    expect(failed.kind).toBe('failed');
  });

  it('U-125: is named after the contact and the day, as a file may be', () => {
    expect(fileName(head, '2026-03-01', 'txt')).toBe('Grapevine - Nadia - 2026-03-01.txt');
    const odd = { ...head, contact: ' ../a\\b:"c"\n\u202e?* ' };
    expect(fileName(odd, '2026-03-01', 'html')).toBe('Grapevine - a b c - 2026-03-01.html');
    expect(fileName({ ...head, contact: '...' }, '2026-03-01', 'json')).toBe(
      'Grapevine - 2026-03-01.json',
    );
  });
});
