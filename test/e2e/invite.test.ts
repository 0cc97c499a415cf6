/**
 * Journeys 2 and 3: inviting and accepting, by every way a link can come, across reloads, with the
 * inviter away, and what to do about the emoji. Bob and the others are guests in one browser.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emojiOf } from './support/emoji.ts';
import { find, findGone, findText, lookFor, press, valueOf, write } from './support/find.ts';
import { expectInSight, looksGood } from './support/look.ts';
import { bringGuest, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  let server: TestServer;
  let machine: TestBrowser;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    machine = await launchBrowser(name);
  });
  afterAll(async () => {
    await machine.dispose();
    await server.stop();
  });
  beforeEach(async () => {
    [alice, bob] = await Promise.all([bringGuest('Alice', machine), bringGuest('Bob', machine)]);
    await alice.visit(server.url);
    await alice.start();
  });
  afterEach(async () => {
    expectQuiet(server, alice, bob);
    await alice.leave();
    await bob.leave();
  });

  describe('an invitation', () => {
    it('P-1: gives a link of at most 200 characters, in sight with everything about it', async () => {
      const link = await alice.invite();
      expect(link.length).toBeLessThanOrEqual(200);
      expect(link.startsWith(`${server.url}#`)).toBe(true);
      const page = alice.page();
      await expectInSight(page, 'textbox', 'Invitation link');
      await expectInSight(page, 'button', 'Copy link');
      await expectInSight(page, 'button', 'New conversation');
      await expectInSight(page, 'textbox', 'Paste an invitation');
      await find(page, 'image', 'The link as a QR code, to scan with a camera');
      await looksGood(page, 'inviting');
    });

    it('A-43: waits across reloads until it is cancelled', async () => {
      const link = await alice.invite();
      await alice.reload();
      await find(alice.page(), 'textbox', 'Invitation link');
      expect(await valueOf(alice.page(), 'Invitation link')).toBe(link);
      await findText(alice.page(), 'list', 'Conversations', 'Waiting for your contact');

      await press(alice.page(), 'button', 'Cancel');
      await findGone(alice.page(), 'textbox', 'Invitation link');
      await alice.reload();
      await find(alice.page(), 'button', 'New conversation');
      expect(await lookFor(alice.page(), 'textbox', 'Invitation link')).toBe(null);

      await bob.visit(server.url);
      await bob.start();
      await bob.accept(link);
      await find(bob.page(), 'heading', 'Waiting for Alice');
      expect(await lookFor(alice.page(), 'log', 'Messages')).toBe(null);
    });

    it('A-44: a new link works and the old one is dead', async () => {
      const old = await alice.invite();
      await press(alice.page(), 'button', 'New link');
      const link = await newLink(alice, old);
      await bob.visit(server.url);
      await bob.start();
      await bob.accept(old);
      await find(bob.page(), 'heading', 'Waiting for Alice');
      await bob.accept(link);
      await find(bob.page(), 'textbox', 'Message');
      await find(alice.page(), 'textbox', 'Message');
    });

    it('A-45: opening it claims nothing, and Decline tells the inviter', async () => {
      const link = await alice.invite();
      await bob.visit(link);
      await bob.start();
      await find(bob.page(), 'button', 'Accept');
      await bob.visit(server.url);
      await find(bob.page(), 'button', 'New conversation');
      await findText(alice.page(), 'list', 'Conversations', 'Waiting for your contact');
      await find(alice.page(), 'button', 'Copy link');

      await bob.visit(link);
      await press(bob.page(), 'button', 'Decline');
      await findGone(bob.page(), 'button', 'Decline');
      await find(alice.page(), 'heading', 'The invitation was declined');
      await looksGood(alice.page(), 'declined');
    });

    it('A-46: one’s own link, and what is no link, are told in words', async () => {
      const link = await alice.invite();
      await alice.goTo(link);
      await find(alice.page(), 'heading', 'This is your own invitation');
      await press(alice.page(), 'button', 'Close');
      await write(alice.page(), 'Paste an invitation', `${link.slice(0, -9)}`);
      await press(alice.page(), 'button', 'Open');
      await find(alice.page(), 'button', 'Dismiss');
      await looksGood(alice.page(), 'malformed-link');
      await press(alice.page(), 'button', 'Dismiss');
    });
  });

  describe('a link', () => {
    it('A-47: without a profile shows who invites, then asks for a name, then to accept', async () => {
      await bob.visit(await alice.invite());
      expect(await address(bob)).toBe(server.url);
      await find(bob.page(), 'heading', 'Alice invites you to talk');
      await expectInSight(bob.page(), 'textbox', 'Your name');
      await expectInSight(bob.page(), 'button', 'Start');
      await looksGood(bob.page(), 'invited-first');
      await bob.start();
      await expectInSight(bob.page(), 'button', 'Accept');
      await expectInSight(bob.page(), 'button', 'Decline');
      await looksGood(bob.page(), 'invited');
      await press(bob.page(), 'button', 'Accept');
      await bothTalk();
    });

    it('A-48: put into the address bar of a running tab leaves it at once', async () => {
      await bob.visit(server.url);
      await bob.start();
      const link = await alice.invite();
      await bob.goTo(link);
      await find(bob.page(), 'button', 'Accept');
      expect(await address(bob)).toBe(server.url);
      await bob.page().goBack();
      expect(await address(bob)).not.toContain('#');
      await bob.goTo(link);
      await press(bob.page(), 'button', 'Accept');
      await bothTalk();
    });

    it('A-49: is found in the words around it when it is pasted', async () => {
      await bob.visit(server.url);
      const link = await alice.invite();
      await write(bob.page(), 'Paste an invitation', `Talk with me: ${link} Alice`);
      await press(bob.page(), 'button', 'Open');
      await find(bob.page(), 'heading', 'Alice invites you to talk');
      await bob.start();
      await press(bob.page(), 'button', 'Accept');
      await bothTalk();
    });
  });

  describe('accepting', () => {
    it('A-50: waits for an inviter who is away, across a reload, and goes on by itself', async () => {
      const link = await alice.invite();
      await alice.goTo('about:blank');
      await bob.visit(link);
      await bob.start();
      await press(bob.page(), 'button', 'Accept');
      await find(bob.page(), 'heading', 'Waiting for Alice');
      await looksGood(bob.page(), 'accepting');
      await bob.visit(server.url);
      await find(bob.page(), 'heading', 'Waiting for Alice');

      await alice.visit(server.url);
      await bothTalk();
      expect(await emojiOf(alice)).toBe(await emojiOf(bob));
    });

    it('A-51: after it was accepted the link leads to the conversation', async () => {
      const link = await alice.invite();
      await bob.visit(link);
      await bob.start();
      await press(bob.page(), 'button', 'Accept');
      await bothTalk();
      await bob.visit(link);
      await press(bob.page(), 'button', 'Open the conversation');
      await find(bob.page(), 'textbox', 'Message');
    });
  });

  async function bothTalk(): Promise<void> {
    await find(bob.page(), 'textbox', 'Message');
    await find(alice.page(), 'textbox', 'Message');
    await alice.send('Here I am');
    await bob.sees('Here I am');
  }
});

async function newLink(person: Person, old: string): Promise<string> {
  for (;;) {
    const link = await valueOf(person.page(), 'Invitation link');
    if (link !== '' && link !== old) return link;
  }
}

function address(person: Person): Promise<string> {
  return person.page().evaluate(() => location.href);
}
