/** The messages that a log shows, one by one, as they stand on the screen. */
import type { Page } from 'puppeteer-core';
import { eventually } from './find.ts';

/** Texts of the messages in the log, from top to bottom; empty while no conversation is shown. */
export function messagesOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const logsIn = (tree: ParentNode): Element[] =>
      [...tree.querySelectorAll('*')].flatMap((element) => {
        const inside = element.shadowRoot === null ? [] : logsIn(element.shadowRoot);
        return element.getAttribute('role') === 'log' ? [element, ...inside] : inside;
      });
    return logsIn(document).flatMap((log) =>
      [...log.querySelectorAll('article [id^="body-"]')].map((body) => body.textContent.trim()),
    );
  });
}

/** Scrolls back until the log begins with the first message, and answers all of them. */
export function allMessagesOn(page: Page, first: string): Promise<string[]> {
  return eventually(`a log that begins with "${first}"`, async () => {
    await page.evaluate(() => {
      const logIn = (tree: ParentNode): Element | undefined => {
        for (const element of tree.querySelectorAll('*')) {
          if (element.getAttribute('role') === 'log') return element;
          const inside = element.shadowRoot === null ? undefined : logIn(element.shadowRoot);
          if (inside !== undefined) return inside;
        }
        return undefined;
      };
      logIn(document)?.scrollTo(0, 0);
    });
    const shown = await messagesOn(page);
    return shown[0] === first ? shown : null;
  });
}

/** Waits until both show exactly the same messages, as many as said; answers them. */
export function sameMessages(
  a: Page,
  b: Page,
  count: number,
  patience = 60_000,
): Promise<string[]> {
  let last = '';
  return eventually(
    `${count} messages, the same on both sides`,
    async () => {
      const [left, right] = await Promise.all([messagesOn(a), messagesOn(b)]);
      last = `one: ${left.join(' | ')}\nother: ${right.join(' | ')}`;
      const isSame = left.length === count && left.join('\n') === right.join('\n');
      return isSame ? left : null;
    },
    patience,
    () => last,
  );
}
