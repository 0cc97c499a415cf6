/**
 * Journey 3 with somebody in the way: Mallory, who got hold of the link, before and after Bob; an
 * invitation that is too old; and two people who find that their emoji differ.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { emojiOf } from './support/emoji.ts';
import { eventually, find, findGone, findText, lookFor, press, textOf } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringGuest, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';
import { windClock } from './support/wind-clock.ts';

const DAY = 24 * 60 * 60 * 1000;

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  let server: TestServer;
  let machine: TestBrowser;
  let alice: Person;
  let bob: Person;
  let mallory: Person;

  beforeAll(async () => {
    server = await startServer();
    machine = await launchBrowser(name);
  });
  afterAll(async () => {
    await machine.dispose();
    await server.stop();
  });
  beforeEach(async () => {
    [alice, bob, mallory] = await Promise.all([
      bringGuest('Alice', machine),
      bringGuest('Bob', machine),
      bringGuest('Mallory', machine),
    ]);
    await alice.visit(server.url);
    await alice.start();
  });
  afterEach(async () => {
    expectQuiet(server, alice, bob, mallory);
    await Promise.all([alice.leave(), bob.leave(), mallory.leave()]);
  });

  describe('a leaked link', () => {
    it('A-52, A-57: used by two before it is completed is void; everybody is told, nobody is let in', async () => {
      const link = await alice.invite();
      makeDeafable(bob.browser);
      await bob.visit(link);
      await bob.start();
      await deafen(bob, true);
      await press(bob.page(), 'button', 'Accept');
      await findText(alice.page(), 'list', 'Conversations', 'Waiting for your contact');
      await claimed(alice);
      await looksGood(alice.page(), 'claimed');

      await mallory.visit(link);
      await mallory.start();
      await press(mallory.page(), 'button', 'Accept');
      await find(alice.page(), 'heading', 'Two people tried to use this link');
      await find(mallory.page(), 'heading', 'Two people tried to use this link');
      await deafen(bob, false);
      await find(bob.page(), 'heading', 'Two people tried to use this link');
      await findText(alice.page(), 'list', 'Conversations', 'Void: two tried to use the link');
      await looksGood(alice.page(), 'raced-inviter');
      await looksGood(bob.page(), 'raced-claimant');
      for (const each of [alice, bob, mallory]) {
        expect(await lookFor(each.page(), 'log', 'Messages')).toBe(null);
      }

      await press(alice.page(), 'button', 'New link');
      await find(alice.page(), 'button', 'Copy link');
      await press(bob.page(), 'button', 'Remove');
      await findGone(bob.page(), 'button', 'Remove');
    });

    it('A-53: used again after it is completed is told as used, and the conversation lives on', async () => {
      const link = await alice.invite();
      await bob.visit(link);
      await bob.start();
      await press(bob.page(), 'button', 'Accept');
      await find(bob.page(), 'textbox', 'Message');
      await find(alice.page(), 'textbox', 'Message');

      await mallory.visit(link);
      await mallory.start();
      await press(mallory.page(), 'button', 'Accept');
      await find(mallory.page(), 'heading', 'This invitation was already used');
      await looksGood(mallory.page(), 'used');
      await alice.send('Only for Bob');
      await bob.sees('Only for Bob');
      expect(await lookFor(mallory.page(), 'log', 'Messages')).toBe(null);
    });
  });

  describe('an old link', () => {
    it('A-54, A-57: is told as expired on both sides, and cannot be accepted', async () => {
      const link = await alice.invite();
      windClock(bob.browser, 2 * DAY);
      await bob.visit(link);
      await find(bob.page(), 'heading', 'The invitation by Alice has expired');
      await looksGood(bob.page(), 'expired-first');
      await bob.start();
      await find(bob.page(), 'heading', 'The invitation by Alice has expired');
      expect(await lookFor(bob.page(), 'button', 'Accept')).toBe(null);
      await looksGood(bob.page(), 'expired');

      windClock(alice.browser, 2 * DAY);
      await alice.visit(server.url);
      await find(alice.page(), 'heading', 'The link has expired');
      await findText(alice.page(), 'list', 'Conversations', 'Expired');
      await looksGood(alice.page(), 'expired-own');
      await press(alice.page(), 'button', 'New link');
      await find(alice.page(), 'button', 'Copy link');
    });
  });

  describe('comparing emoji', () => {
    beforeEach(async () => {
      const link = await alice.invite();
      await bob.visit(link);
      await bob.start();
      await press(bob.page(), 'button', 'Accept');
      await find(bob.page(), 'textbox', 'Message');
      await find(alice.page(), 'textbox', 'Message');
    });

    it('A-55: both see the same seven, with names; it can wait, and ends with a yes', async () => {
      await looksGood(alice.page(), 'compare');
      expect((await emojiOf(alice)).split(/\s+(?=\p{Extended_Pictographic})/u)).toHaveLength(7);
      expect(await emojiOf(bob)).toBe(await emojiOf(alice));

      await press(alice.page(), 'button', 'Later');
      await findGone(alice.page(), 'group', 'Compare emoji');
      await alice.reload();
      await find(alice.page(), 'button', 'Not compared');
      expect(await lookFor(alice.page(), 'group', 'Compare emoji')).toBe(null);
      expect(await emojiOf(alice)).toBe(await emojiOf(bob));
      await press(alice.page(), 'button', 'They match');
      await findGone(alice.page(), 'group', 'Compare emoji');
      await alice.reload();
      await find(alice.page(), 'textbox', 'Message');
      expect(await lookFor(alice.page(), 'button', 'Not compared')).toBe(null);
      await looksGood(alice.page(), 'compared');
      await find(bob.page(), 'button', 'They match');
    });

    it('A-56: a no burns the keys: what was said can be read, nothing more can be sent', async () => {
      await bob.send('Is it you?');
      await alice.sees('Is it you?');
      await press(alice.page(), 'button', 'They do not match');
      await find(alice.page(), 'heading', 'The keys were destroyed, because it did not match');
      await findGone(alice.page(), 'textbox', 'Message');
      for (const each of [alice, bob]) {
        await eventually('nobody online', async () =>
          (await textOf(each.page(), 'list', 'Conversations')).includes('Online') ? null : true,
        );
      }
      await looksGood(alice.page(), 'mismatch');
      await bob.send('Hello?');
      await alice.reload();
      await alice.sees('Is it you?');
      expect(await lookFor(alice.page(), 'textbox', 'Message')).toBe(null);
      expect(await alice.log()).not.toContain('Hello?');
    });
  });
});

/** A machine whose network can be made to bring nothing in. */
function makeDeafable(browser: TestBrowser): void {
  browser.before(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', (event) => {
          if (document.documentElement.hasAttribute('data-deaf')) event.stopImmediatePropagation();
        });
      }
    };
  });
}

function deafen(person: Person, isDeaf: boolean): Promise<void> {
  return person.page().evaluate((on) => {
    document.documentElement.toggleAttribute('data-deaf', on);
  }, isDeaf);
}

/** The inviter's screen says that somebody is there. */
async function claimed(person: Person): Promise<void> {
  await person.page().waitForFunction(
    () => {
      const read = (node: Node): string =>
        (node instanceof Text ? node.data : '') +
        [
          ...(node instanceof Element && node.shadowRoot ? [node.shadowRoot] : []),
          ...node.childNodes,
        ]
          .map(read)
          .join('');
      return read(document.body).includes('Your contact is here: exchanging keys');
    },
    { timeout: 20_000 },
  );
}
