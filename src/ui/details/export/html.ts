/**
 * A conversation as one web page that stands alone: no script, nothing fetched
 * (its own policy forbids both), the styles inside, made to be printed too.
 * Whatever somebody wrote is escaped.
 */

import { msg, str } from '@lit/localize';
import { fullTime, zonedTime } from '../../words/times.ts';
import { getLocale } from '../../words/locale.ts';
import { insteadOfText, marksOf, type ExportedMessage, type ExportFormat } from './format.ts';
import { pageStyle } from './page-style.ts';

export const htmlFormat: ExportFormat = {
  extension: 'html',
  type: 'text/html;charset=utf-8',
  begin: ({ contact, time }) => {
    const title = escapeHtml(msg(str`Conversation with ${contact}`));
    return `<!doctype html>
<html lang="${escapeHtml(getLocale())}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1 dir="auto">${title}</h1>
<p>${escapeHtml(msg(str`Exported from Grapevine, ${fullTime(time)}`))}</p>
</header>
<main>
`;
  },
  message: (message) => {
    const { number, own, author, time, body } = message;
    const marks = marksOf(message).map((mark) => ` · ${escapeHtml(mark)}`);
    const text =
      body.kind === 'text'
        ? `<p class="text" dir="auto">${escapeHtml(body.text)}</p>`
        : `<p class="none">${escapeHtml(insteadOfText(body) ?? '')}</p>`;
    return `<article id="m${number}"${own ? ' class="own"' : ''}>
<h2><span dir="auto">${escapeHtml(author)}</span> <time datetime="${zonedTime(time)}">${escapeHtml(zonedTime(time).replace('T', ' '))}</time>${marks.join('')}</h2>
${quoted(message)}${text}
${reacted(message)}</article>
`;
  },
  end: () => '</main>\n</body>\n</html>\n',
};

function quoted({ replyTo, repliesTo }: ExportedMessage): string {
  if (replyTo === undefined) return '';
  const text = escapeHtml(
    `${replyTo.author}: ${replyTo.text ?? msg('a message that is not here')}`,
  );
  const inside = repliesTo === undefined ? text : `<a href="#m${repliesTo}">${text}</a>`;
  return `<blockquote dir="auto">${inside}</blockquote>\n`;
}

function reacted({ reactions }: ExportedMessage): string {
  if (reactions.length === 0) return '';
  const all = reactions.map(({ emoji, names }) => `${emoji} ${names.join(', ')}`);
  return `<p class="reactions" dir="auto">${escapeHtml(all.join(' · '))}</p>\n`;
}

/** For text and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
