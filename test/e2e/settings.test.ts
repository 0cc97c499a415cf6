/**
 * The settings in a real browser with the worker on: reached and left by keyboard, another name and
 * receipts seen at the other side, notifications, without a network.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findGone, findText, lookFor, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;

/** Notes what the page asks the system to show; the browser in tests has nothing to show it with. */
const playNotifications = (): void => {
  const standing: { title: string; body: string; press(): void }[] = [];
  let permission = 'default';
  class Played {
    static get permission() {
      return permission;
    }
    static requestPermission() {
      permission = 'granted';
      return Promise.resolve(permission);
    }
    onclick: (() => void) | null = null;
    readonly #note: (typeof standing)[number];
    constructor(title: string, { body = '' }: { body?: string } = {}) {
      this.#note = { title, body, press: () => this.onclick?.() };
      if (permission === 'granted') standing.push(this.#note);
    }
    close() {
      const at = standing.indexOf(this.#note);
      if (at >= 0) standing.splice(at, 1);
    }
  }
  Object.assign(window, { Notification: Played, standing });
};

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'chromium'),
  ]);
  alice.browser.before(playNotifications);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  await alice.leave();
  await bob.leave();
  await server.stop();
});

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return (found?.textContent ?? '').trim();
  });

const focusIs = (page: Page, text: string) =>
  eventually(`the focus on "${text}"`, async () => (await focused(page)) === text || null);

const openSettings = async (page: Page): Promise<void> => {
  await press(page, 'button', 'Settings');
  await find(page, 'heading', 'Settings');
};

const setSwitch = async (page: Page, name: string, on: boolean): Promise<void> => {
  const found = await find(page, 'switch', name);
  const isOn = () => found.evaluate((box) => (box as HTMLInputElement).checked);
  if ((await isOn()) !== on) await found.click();
  await eventually(`"${name}" ${on ? 'on' : 'off'}`, async () => (await isOn()) === on || null);
};

const presenceAtBob = (words: string) =>
  eventually(`"${words}" at Bob`, async () => {
    const text = await bob.page().evaluate(() => {
      const app = document.querySelector('gv-app')?.shadowRoot;
      const open = app?.querySelector('gv-conversation')?.shadowRoot;
      return open?.querySelector('#presence')?.textContent ?? '';
    });
    return text.includes(words) || null;
  });

/** In the page: keeps all that the heading says of the contact from now on. */
const watchPresence = (): void => {
  const app = document.querySelector('gv-app')?.shadowRoot;
  const open = app?.querySelector('gv-conversation')?.shadowRoot;
  if (!open) throw new Error('no conversation');
  const kept = Object.assign(window, { seen: '' });
  const look = () => void (kept.seen += open.querySelector('#presence')?.textContent ?? '');
  new MutationObserver(look).observe(open, { subtree: true, childList: true, characterData: true });
};

describe('settings', () => {
  it('U-90: are reached and left by keyboard, with Escape and "back", and the focus comes back', async () => {
    const page = alice.page();
    const button = await find(page, 'button', 'Settings');
    await button.focus();
    await page.keyboard.press('Enter');
    await focusIs(page, 'Settings');
    await find(page, 'textbox', 'Your name');
    await looksGood(page, 'settings');
    await page.keyboard.press('Escape');
    await find(page, 'textbox', 'Message');
    await focusIs(page, 'Settings');
    expect(await lookFor(page, 'heading', 'Settings')).toBeNull();

    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Settings');
    await page.goBack();
    await findGone(page, 'heading', 'Settings');
    await focusIs(page, 'Settings');
    await find(page, 'textbox', 'Message');
  });

  it('U-90: on a phone take the whole screen, and "Close" leads back to the list', async () => {
    const page = alice.page();
    await page.setViewport({ width: 390, height: 700 });
    await press(page, 'button', 'Back to the conversations');
    await openSettings(page);
    expect(await lookFor(page, 'button', 'New conversation')).toBeNull();
    await press(page, 'button', 'Close');
    await find(page, 'button', 'New conversation');
    await focusIs(page, 'Settings');
    await page.setViewport({ width: 800, height: 600 });
    const row = await eventually('the row', () => page.$('>>> button.conversation'));
    await row.click();
    await find(page, 'textbox', 'Message');
  });

  it('U-91: another name is seen at the other side as the title', async () => {
    const page = alice.page();
    await openSettings(page);
    await write(page, 'Your name', 'Alice Liddell');
    await page.keyboard.press('Enter');
    await find(bob.page(), 'heading', 'Alice Liddell');
    await press(page, 'button', 'Close');
  });

  it('U-91: with receipts off the other side sees "Delivered", with them again "Read"', async () => {
    await openSettings(alice.page());
    await setSwitch(alice.page(), 'Say what I have read', false);
    await press(alice.page(), 'button', 'Close');
    await bob.send('seen, not said');
    await alice.sees('seen, not said');
    await findText(bob.page(), 'log', 'Messages', 'Delivered');
    await alice.send('an answer');
    await bob.sees('an answer');
    expect(await bob.log()).not.toContain('Read');
    await openSettings(alice.page());
    await setSwitch(alice.page(), 'Say what I have read', true);
    await press(alice.page(), 'button', 'Close');
    await findText(bob.page(), 'log', 'Messages', 'Read');
  });

  it('U-91: with typing off the other side sees none of it, with presence off "Away"', async () => {
    const page = alice.page();
    await write(page, 'Message', 'told');
    await presenceAtBob('Typing');
    await press(page, 'button', 'Send');
    await bob.sees('told');
    await openSettings(page);
    await setSwitch(page, 'Say when I type', false);
    await press(page, 'button', 'Close');
    await presenceAtBob('Online');
    await bob.page().evaluate(watchPresence);
    await write(page, 'Message', 'not told');
    await press(page, 'button', 'Send');
    await bob.sees('not told');
    const seen = await bob.page().evaluate(() => (window as unknown as { seen: string }).seen);
    expect(seen).not.toContain('Typing');
    await openSettings(page);
    await setSwitch(page, 'Say when I type', true);
    await setSwitch(page, 'Say when I am here', false);
    await presenceAtBob('Away');
    await setSwitch(page, 'Say when I am here', true);
    await press(page, 'button', 'Close');
    await presenceAtBob('Online');
  });

  it('U-91: one conversation does otherwise by its details', async () => {
    const page = alice.page();
    await press(page, 'button', 'Details');
    const choice = await eventually('the choice', () =>
      page.$('::-p-aria([name="Say when I am here"])'),
    );
    await choice.select('off');
    await page.keyboard.press('Escape');
    await presenceAtBob('Away');
    await alice.send('not here, and writing');
    await bob.sees('not here, and writing');
  });

  it('U-92: a message out of sight is notified, with its words only if wished; pressing it opens the conversation', async () => {
    const page = alice.page();
    await openSettings(page);
    await setSwitch(page, 'Notify me of new messages', true);
    const standing = () =>
      page.evaluate(() =>
        (window as unknown as { standing: { title: string; body: string }[] }).standing.map(
          ({ title, body }) => `${title}: ${body}`,
        ),
      );
    const stands = (expected: string) =>
      eventually(`a notification "${expected}"`, async () => {
        const now = await standing();
        return (now.length === 1 && now[0] === expected) || null;
      });
    await hide(page, true);
    await bob.send('wake up');
    await stands('Bob: 1 new message');
    await bob.send('are you there');
    await stands('Bob: 2 new messages');
    await hide(page, false);
    await setSwitch(page, 'Show what is written', true);
    await hide(page, true);
    await bob.send('it is late');
    await stands('Bob: it is late');
    await page.evaluate(() => {
      (window as unknown as { standing: { press(): void }[] }).standing[0]?.press();
    });
    await hide(page, false);
    await alice.sees('it is late');
    await eventually('none', async () => (await standing()).length === 0 || null);
  });

  it('U-90: open without a network, from the first visit on', async () => {
    await server.stop();
    await alice.reload();
    await openSettings(alice.page());
    await find(alice.page(), 'switch', 'Notify me of new messages');
    expect(alice.browser.errors).toEqual([]);
  });
});

const hide = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    const value = hidden ? 'hidden' : 'visible';
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
