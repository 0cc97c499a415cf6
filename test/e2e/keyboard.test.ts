/**
 * The whole way from the name to a reply without a pointer: Tab, Enter, arrows and Escape. Tab never
 * leads out of the page here: in Firefox the window would take the focus, and from then on BiDi
 * brings keys to a page that has none, where Enter presses nothing.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, findGone, textOf, valueOf } from './support/find.ts';
import { findReaction, quotes } from './support/message-actions.ts';
import { bringGuest, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each(['chromium', 'firefox'] as const)('with the keyboard alone in %s', (name) => {
  let server: TestServer;
  let machine: TestBrowser;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    machine = await launchBrowser(name);
    [alice, bob] = await Promise.all([bringGuest('Alice', machine), bringGuest('Bob', machine)]);
  });
  afterAll(async () => {
    expectQuiet(server, alice, bob);
    await machine.dispose();
    await server.stop();
  });

  it('A-67: one starts, invites and cancels', async () => {
    await alice.visit(server.url);
    const page = alice.page();
    await focusOn(page, 'Your name');
    await page.keyboard.type('Alice');
    await page.keyboard.press('Enter');
    await find(page, 'button', 'New conversation');
    await tabTo(page, 'New conversation');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Invitation link');
    await tabTo(page, 'Copy link');
    await tabTo(page, 'New link');
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Enter');
    await findGone(page, 'textbox', 'Invitation link');
    await focusOn(page, 'New conversation');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Invitation link');
  });

  it('A-67: the other pastes the link, starts and accepts; both are where they write', async () => {
    const link = await valueOf(alice.page(), 'Invitation link');
    await bob.visit(server.url);
    const page = bob.page();
    await focusOn(page, 'Your name');
    await tabTo(page, 'Paste an invitation');
    await page.keyboard.type(link);
    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Alice invites you to talk');
    await tabTo(page, 'Your name');
    await page.keyboard.type('Bob');
    await page.keyboard.press('Enter');
    await find(page, 'button', 'Accept');
    await tabTo(page, 'Decline');
    await tabTo(page, 'Accept', 'back');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Message');
    await focusOn(alice.page(), 'Message');
  });

  it('A-67: they compare, now or later, and come back to where they write', async () => {
    await alice.page().bringToFront();
    await tabTo(alice.page(), 'Later', 'back');
    await alice.page().keyboard.press('Enter');
    await findGone(alice.page(), 'group', 'Compare emoji');
    await focusOn(alice.page(), 'Message');
    await tabTo(alice.page(), 'Not compared', 'back');
    await alice.page().keyboard.press('Enter');
    await find(alice.page(), 'group', 'Compare emoji');
    await tabTo(alice.page(), 'They match');
    await alice.page().keyboard.press('Enter');
    await findGone(alice.page(), 'group', 'Compare emoji');
    await focusOn(alice.page(), 'Message');
  });

  it('A-67: they write, go to a message, answer it and react', async () => {
    await alice.page().keyboard.type('One');
    await alice.page().keyboard.press('Enter');
    await alice.page().keyboard.type('Two');
    await alice.page().keyboard.press('Enter');
    await bob.sees('Two');
    const page = bob.page();
    await page.bringToFront();
    await tabTo(page, 'Later', 'back');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Message');
    await toNewest(page, 'Two');
    await page.keyboard.press('ArrowUp');
    await focusOnMessage(page, 'One');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Reply');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Message');
    await page.keyboard.type('To the first');
    await page.keyboard.press('Enter');
    await alice.sees('To the first');
    await quotes(alice, 'To the first', 'One');

    await toNewest(page, 'To the first');
    await page.keyboard.press('Home');
    await focusOnMessage(page, 'One');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await focusOn(page, 'React');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Thumbs up');
    await page.keyboard.press('ArrowRight');
    await focusOn(page, 'Heart');
    await page.keyboard.press('Enter');
    await findReaction(alice.page(), 'Heart, 1: Bob');
  });

  it('A-67: they edit and delete, and leave with Escape', async () => {
    const page = bob.page();
    await focusAway(page);
    await page.keyboard.press('ArrowUp');
    await eventually('the text to edit', async () =>
      (await valueOf(page, 'Message')) === 'To the first' ? true : null,
    );
    await page.keyboard.type(', and more');
    await page.keyboard.press('Enter');
    await alice.sees('To the first, and more');
    await toNewest(page, 'To the first, and more');
    await page.keyboard.press('Delete');
    await focusOn(page, 'Keep');
    await tabTo(page, 'Delete', 'back');
    await page.keyboard.press('Enter');
    await alice.sees('This message was deleted');
    await page.keyboard.press('Escape');
    await focusOn(page, 'Message');
    expect(await textOf(page, 'log', 'Messages')).not.toContain('and more');
  });

  it('A-67: they walk through the list', async () => {
    const page = alice.page();
    await page.bringToFront();
    await tabTo(page, 'New conversation', 'back');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Invitation link');
    await tabTo(page, 'Bob', 'back');
    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Bob');
    await focusOn(page, 'Message');
  });
});

type Focus = { readonly name: string; readonly text: string };

/** What has the focus, through shadow roots: its name, and what it reads. */
function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null) return { name: '', text: '' };
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const own = element.getAttribute('aria-label') ?? labels[0]?.textContent;
    const title = element.querySelector('.title')?.textContent;
    const words = element.querySelector('[id^="body-"]')?.textContent ?? '';
    return { name: (own ?? title ?? element.textContent).trim(), text: words.trim() };
  });
}

async function focusOn(page: Page, name: string): Promise<void> {
  let last = '';
  const look = async () => ((last = (await focusOf(page)).name) === name ? true : null);
  await eventually(`the focus on "${name}"`, look, 20_000, () => `it is on "${last}"`);
}

async function focusOnMessage(page: Page, text: string): Promise<void> {
  const look = async () => ((await focusOf(page)).text === text ? true : null);
  await eventually(`the focus on the message "${text}"`, look);
}

/** Presses Tab, or Shift+Tab, until the focus is there. */
async function tabTo(page: Page, name: string, direction: 'on' | 'back' = 'on'): Promise<void> {
  await tabUntil(page, direction, `"${name}"`, (focus) => focus.name === name);
}

/** Tab reaches the message that was left last; End leads to the newest. */
async function toNewest(page: Page, text: string): Promise<void> {
  await tabUntil(page, 'back', 'a message', (focus) => focus.text !== '');
  await page.keyboard.press('End');
  await focusOnMessage(page, text);
}

async function tabUntil(
  page: Page,
  direction: 'on' | 'back',
  what: string,
  isThere: (focus: Focus) => boolean,
): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    if (direction === 'back') await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (direction === 'back') await page.keyboard.up('Shift');
    const focus = await focusOf(page);
    if (!(await page.evaluate(() => document.hasFocus()))) break;
    if (isThere(focus)) return;
    passed.push(focus.name);
  }
  throw new Error(`Tab does not lead to ${what}, but to: ${passed.join(' | ')}`);
}

/** To the composer, from wherever a reaction left the focus. */
async function focusAway(page: Page): Promise<void> {
  if ((await focusOf(page)).name !== 'Message') await tabTo(page, 'Message');
}
