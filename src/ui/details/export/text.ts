/** A conversation as text to be read, UTF-8. */

import { msg, str } from '@lit/localize';
import { zonedTime } from '../../words/times.ts';
import { insteadOfText, marksOf, type ExportedMessage, type ExportFormat } from './format.ts';

export const textFormat: ExportFormat = {
  extension: 'txt',
  type: 'text/plain;charset=utf-8',
  begin: ({ contact, time }) =>
    [
      msg(str`Conversation with ${contact}`),
      msg(str`Exported from Grapevine, ${zonedTime(time)}`),
      '',
      '',
    ].join('\n'),
  message: (message) =>
    [heading(message), ...quoted(message), textOf(message), ...reacted(message), '', ''].join('\n'),
  end: () => '',
};

function heading(message: ExportedMessage): string {
  const marks = marksOf(message);
  const after = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  return `[${zonedTime(message.time)}] ${message.author}${after}`;
}

/** Indented, so that no line of a message can look like the heading of another one. */
function textOf({ body }: ExportedMessage): string {
  const text = body.kind === 'text' ? body.text : `(${insteadOfText(body)})`;
  return indented(text, '    ');
}

function quoted({ replyTo }: ExportedMessage): readonly string[] {
  if (replyTo === undefined) return [];
  const text = replyTo.text ?? msg('a message that is not here');
  return [indented(`${replyTo.author}: ${text}`, '    > ')];
}

function reacted({ reactions }: ExportedMessage): readonly string[] {
  return reactions.map(({ emoji, names }) => `    ${emoji} ${names.join(', ')}`);
}

function indented(text: string, before: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => before + line)
    .join('\n');
}
