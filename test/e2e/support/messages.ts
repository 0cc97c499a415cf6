/** The messages that a log shows, one by one, as they stand on the screen. */
import type { Page } from 'puppeteer-core';
import { eventually, lookFor } from './find.ts';

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

/** Asks for older messages until the log begins with this one, and answers all of them. */
export function allMessagesOn(page: Page, first: string): Promise<string[]> {
  let shown: string[] = [];
  return eventually(
    `a log that begins with "${first}"`,
    async () => {
      shown = await messagesOn(page);
      if (shown[0] === first) return shown;
      const older = await lookFor(page, 'button', 'Show older messages');
      await older?.evaluate((button) => button instanceof HTMLElement && button.click());
      return null;
    },
    60_000,
    () => `it begins with "${shown[0]}"`,
  );
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

/** Waits until the log shows the message; also in a tab behind others, where roles cannot be asked. */
export async function shows(page: Page, text: string, patience = 60_000): Promise<void> {
  let last: string[] = [];
  await eventually(
    `the message "${text}"`,
    async () => {
      last = await messagesOn(page);
      return last.includes(text) ? true : null;
    },
    patience,
    () => `there are: ${last.join(' | ')}`,
  );
}
