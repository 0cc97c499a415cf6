/** Words wherever they stand: for what is told in no element that has a role and a name of its own. */
import type { Page } from 'puppeteer-core';
import { eventually } from './find.ts';

/** Waits until the page shows the words anywhere. */
export async function findWords(page: Page, words: string): Promise<void> {
  let last = '';
  await eventually(
    `the words "${words}"`,
    async () => {
      last = await page.evaluate(() => {
        const read = (node: Node): string => {
          if (node instanceof Text) return node.data;
          if (!(node instanceof Element)) return [...node.childNodes].map(read).join('');
          if (node.matches('style, script') || !node.checkVisibility()) return '';
          return [...(node.shadowRoot ?? node).childNodes].map(read).join('');
        };
        return read(document.body).replaceAll(/\s+/g, ' ');
      });
      return last.includes(words) ? true : null;
    },
    60_000,
    () => `it reads: ${last}`,
  );
}
