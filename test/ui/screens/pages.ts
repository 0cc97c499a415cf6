/** The pages of the gallery, as Markdown. */

import { groups, type Group } from './groups.ts';
import { columns, pictureName, special } from './plan.ts';

const headings = columns.map(({ view, look }) => `${view}, ${look}`);

export function indexPage(): string {
  const rows = Object.entries(groups).map(([name, { title, states }]) => {
    const first = Object.keys(states)[0] ?? '';
    return `<tr><td><a href="${name}.md">${title}</a><br>${Object.keys(states).length} states</td>${[
      cell(pictureName(first, 'phone', 'light'), title, 130),
      cell(pictureName(first, 'desk', 'dark'), title, 330),
    ].join('')}</tr>`;
  });
  return `# Every screen

Made by \`npm run screens\` from the states of test/ui/sandbox; not edited by hand. A phone is 390 by
844 pixels, a desk 1280 by 800. "Contrast" is what a browser asks for with more contrast; "forced" is
a system that allows its own colours alone.

<table>
${rows.join('\n')}
</table>

## Unusual windows

<table>
${special
  .map(
    ({ file, words, shot }) => `<tr><td>${words}: ${shot.state}</td>${cell(file, words, 330)}</tr>`,
  )
  .join('\n')}
</table>
`;
}

export function groupPage({ title, states }: Group): string {
  const rows = Object.entries(states).map(
    ([state, words]) =>
      `<tr><td>${words}<br><code>${state}</code></td>${columns
        .map(({ view, look }) =>
          cell(pictureName(state, view, look), words, view === 'phone' ? 110 : 260),
        )
        .join('')}</tr>`,
  );
  return `# ${title}

[All screens](README.md)

<table>
<tr><th></th>${headings.map((heading) => `<th>${heading}</th>`).join('')}</tr>
${rows.join('\n')}
</table>
`;
}

function cell(file: string, words: string, width: number): string {
  const path = `pictures/${file}`;
  return `<td><a href="${path}"><img src="${path}" alt="${words}" width="${width}" loading="lazy"></a></td>`;
}
