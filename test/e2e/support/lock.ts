/** What journeys do with the lock, and what anybody could see of a page that is locked. */
import type { Page } from 'puppeteer-core';
import { find, findGone, findText, press, write } from './find.ts';

/** Deriving takes a moment on purpose, and longer on a busy machine. */
export const PATIENCE = 90_000;

export async function setPassphrase(page: Page, passphrase: string): Promise<void> {
  await press(page, 'button', 'Settings');
  await press(page, 'button', 'Set a passphrase');
  await write(page, 'Passphrase', passphrase);
  await write(page, 'The same once more', passphrase);
  await press(page, 'button', 'Set passphrase');
  await find(page, 'button', 'Change passphrase', PATIENCE);
  await press(page, 'button', 'Close');
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await write(page, 'Passphrase', passphrase);
  await press(page, 'button', 'Unlock');
  await findGone(page, 'button', 'Unlock', PATIENCE);
}

/** A wrong one, until the page has said so. */
export async function tryWrong(page: Page, passphrase: string): Promise<void> {
  await write(page, 'Passphrase', passphrase);
  await press(page, 'button', 'Unlock');
  await page.waitForFunction(
    () => {
      const lock = document.querySelector('gv-app')?.shadowRoot?.querySelector('gv-lock');
      return lock?.shadowRoot?.querySelector('[aria-invalid="true"]') !== null;
    },
    { timeout: PATIENCE },
  );
}

/** The message is on the screen of the conversation that is open. */
export const shown = (page: Page, text: string): Promise<void> =>
  findText(page, 'log', 'Messages', text, PATIENCE);

/** In the page: all of its tree with shadow roots, attributes and what fields hold, and its title. */
export function everythingOn(): string {
  const parts: string[] = [document.title, location.href, JSON.stringify(history.state)];
  const read = (node: Node): void => {
    if (node instanceof Text) parts.push(node.data);
    if (node instanceof Element) {
      for (const { value } of node.attributes) parts.push(value);
      if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) {
        parts.push(node.value);
      }
      node.shadowRoot?.childNodes.forEach(read);
    }
    node.childNodes.forEach(read);
  };
  read(document);
  return parts.join('\n');
}
