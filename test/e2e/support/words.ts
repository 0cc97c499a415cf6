/** Words wherever they stand: for what is told in no element that has a role and a name of its own. */
import type { Page } from 'puppeteer-core';
import { eventually } from './find.ts';

/** Waits until the page shows the words anywhere. */
export async function findWords(page: Page, words: string): Promise<void> {
  let last = '';
  await eventually(
    `the words "${words}"`,
    async () => {
      last = await read(page);
      return last.includes(words) ? true : null;
    },
    60_000,
    () => `it reads: ${last}`,
  );
}

/** Waits until the page shows the words nowhere. */
export async function findNoWords(page: Page, words: string): Promise<void> {
  await eventually(
    `"${words}" gone`,
    async () => ((await read(page)).includes(words) ? null : true),
    60_000,
  );
}

function read(page: Page): Promise<string> {
  return page.evaluate(() => {
    const wordsOf = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element)) return [...node.childNodes].map(wordsOf).join('');
      if (node.matches('style, script') || !node.checkVisibility()) return '';
      return [...(node.shadowRoot ?? node).childNodes].map(wordsOf).join('');
    };
    return wordsOf(document.body).replaceAll(/\s+/g, ' ');
  });
}
