/**
 * Journey 7, more tabs: one conversation in two tabs of one browser, and the leader's troubles. BiDi
 * can neither freeze a tab of Firefox nor pause its scripts, so T-31 and T-32 are tried in Chromium.
 */
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find, write } from './support/find.ts';
import { messagesOn, sameMessages, shows } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;
  let first: Page;
  /** Alice's second tab. */
  let second: Page;

  beforeAll(async () => {
    server = await startServer();
    alice = await bringPerson('Alice', name);
    bob = await bringPerson('Bob', 'chromium');
    await introduce(alice, bob, server.url);
    await alice.send('one');
    await bob.sees('one');
    first = alice.page();
    second = await alice.browser.open(server.url);
  });
  afterAll(async () => {
    await alice.leave();
    await bob.leave();
    await server.stop();
  });

  it('T-30: a second tab shows the same conversation live and can write, and nothing is forked', async () => {
    await shows(second, 'one');
    await bob.send('two');
    await Promise.all([shows(first, 'two'), shows(second, 'two')]);
    await send(second, 'three');
    await Promise.all([shows(first, 'three'), shows(bob.page(), 'three')]);

    const buttons = [await prepare(second, 'five'), await prepare(first, 'four')];
    await Promise.all([...buttons.map(click), bob.send('six')]);
    await sameMessages(first, second, 6);
    await sameMessages(second, bob.page(), 6);
  });

  // BiDi can neither freeze a tab nor make one hang.
  if (name === 'chromium') {
    it('T-31: a frozen leader hinders no other tab, and goes on when it thaws', async () => {
      await second.bringToFront();
      const devtools = await first.createCDPSession();
      await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
      await bob.send('to the frozen');
      await shows(second, 'to the frozen');
      await send(second, 'from the other tab');
      await shows(bob.page(), 'from the other tab');

      await devtools.send('Page.setWebLifecycleState', { state: 'active' });
      await sameMessages(first, second, 8);
      await send(first, 'thawed');
      await shows(bob.page(), 'thawed');
      await sameMessages(first, second, 9);
      await sameMessages(second, bob.page(), 9);
    });

    it('T-32: a tab that hangs in a script hinders no other tab', async () => {
      const devtools = await second.createCDPSession();
      await devtools.send('Debugger.enable');
      await devtools.send('Debugger.pause');
      await send(first, 'past the hanging one');
      await shows(bob.page(), 'past the hanging one');
      await bob.send('and back');
      await shows(first, 'and back');
      await devtools.send('Debugger.disable');
      await sameMessages(first, second, 11);
    });
  }

  it('T-33: closing a tab hands the network to the one that stays', async () => {
    await second.close();
    await bob.send('to the one that stays');
    await shows(first, 'to the one that stays');
    const third = await alice.browser.open(server.url);
    await shows(third, 'to the one that stays');
    await first.close();
    await bob.send('to the last one');
    await shows(third, 'to the last one');
    await send(third, 'heard');
    await shows(bob.page(), 'heard');
    expect(await messagesOn(third)).toEqual(await messagesOn(bob.page()));
    expect([...alice.browser.errors, ...bob.browser.errors].filter(isOurs)).toEqual([]);
  });
});

async function send(page: Page, text: string): Promise<void> {
  await click(await prepare(page, text));
}

/** Only the tab in front can be typed in; the button that comes back can be clicked behind it too. */
async function prepare(page: Page, text: string): Promise<ElementHandle> {
  await page.bringToFront();
  await write(page, 'Message', text);
  return find(page, 'button', 'Send');
}

function click(button: ElementHandle): Promise<void> {
  return button.evaluate((element) => element instanceof HTMLElement && element.click()).then();
}
