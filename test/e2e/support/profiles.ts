/** The dialog of the profiles of one installation. */
import type { Page } from 'puppeteer-core';
import { eventually, find } from './find.ts';

/** Opens it by the button whose name says who one is, and what is unread elsewhere. */
export async function openProfiles(page: Page): Promise<void> {
  await eventually('the way to profiles', () =>
    page.evaluate(() => {
      const app = document.querySelector('gv-app')?.shadowRoot;
      const list = app?.querySelector('gv-conversation-list')?.shadowRoot;
      const button = list?.querySelector<HTMLElement>('.me');
      button?.click();
      return button ? true : null;
    }),
  );
  await find(page, 'dialog', 'Profiles');
}
