/**
 * Journey 4: what two people do in a conversation. One after the other, in one conversation, each
 * person with a browser of their own, because only a window in focus reads messages.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  find,
  findGone,
  findText,
  lookFor,
  press,
  textOf,
  valueOf,
  write,
} from './support/find.ts';
import { expectInSight, looksGood } from './support/look.ts';
import { act, becomes, findReaction, openConversation, quotes } from './support/message-actions.ts';
import { messagesOn } from './support/messages.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

const LIMIT = 16_384;

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'firefox'),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  await Promise.all([alice.leave(), bob.leave()]);
  await server.stop();
});

describe('a new conversation', () => {
  it('U-2: has everything in sight, also beside the comparison and a question', async () => {
    const page = alice.page();
    await alice.send('Hello');
    await bob.sees('Hello');
    await find(page, 'button', 'Keep them');
    for (const name of ['Send', 'They match', 'They do not match', 'New conversation', 'Open']) {
      await expectInSight(page, 'button', name);
    }
    await expectInSight(page, 'textbox', 'Message');
    await expectInSight(page, 'textbox', 'Paste an invitation');
    await find(page, 'group', 'Compare emoji');
    await find(page, 'log', 'Messages');
    await looksGood(page, 'new-conversation');
    for (const each of [alice, bob]) {
      await press(each.page(), 'button', 'Not compared');
      await findGone(each.page(), 'group', 'Compare emoji');
    }
  });
});

describe('texts', () => {
  it('A-60: keep their lines and emoji, and are never markup', async () => {
    const hostile = '<img src=x onerror=alert(1)><b>bold</b> &amp; 👩‍👩‍👧 ¿🍇?';
    await write(alice.page(), 'Message', hostile);
    await withShift(alice.page(), 'Enter');
    await alice.page().keyboard.type('second line');
    await alice.page().keyboard.press('Enter');
    await bob.sees('second line');
    expect(await messagesOn(bob.page())).toEqual(['Hello', `${hostile}\nsecond line`]);
    expect(await valueOf(alice.page(), 'Message')).toBe('');
  });

  it('U-9: have links that lead out safely, and nothing that looks like one by trickery', async () => {
    await bob.send(
      'See https://example.org/a?b=1#c, not javascript:alert(1) or https://a@b.example',
    );
    const link = await find(alice.page(), 'link', 'https://example.org/a?b=1#c');
    const shown = await link.evaluate((node) => {
      const { href, target, rel } = node as HTMLAnchorElement;
      return { href, target, rel };
    });
    expect(shown).toEqual({
      href: 'https://example.org/a?b=1#c',
      target: '_blank',
      rel: 'noopener noreferrer',
    });
    expect(await linksIn(alice.page())).toBe(1);
  });

  it('A-66: may have 16,384 bytes and not one more', async () => {
    const page = alice.page();
    await fill(page, 'é'.repeat(LIMIT / 2) + '!');
    expect(await saysOf(page)).toContain('Too long by 1 byte.');
    await page.keyboard.press('Enter');
    expect(await messagesOn(page)).toHaveLength(3);
    await looksGood(page, 'too-long');
    await fill(page, 'é'.repeat(LIMIT / 2));
    await page.keyboard.press('Enter');
    await eventually('the long text at Bob', async () =>
      (await messagesOn(bob.page())).includes('é'.repeat(LIMIT / 2)) ? true : null,
    );
  });

  it('U-11: are not sent by the Enter of an input method', async () => {
    const page = alice.page();
    await (await find(page, 'textbox', 'Message')).focus();
    const devtools = await page.createCDPSession();
    const typed = { selectionStart: 3, selectionEnd: 3, text: 'にほん' };
    await devtools.send('Input.imeSetComposition', typed);
    // What a browser tells while the input method handles the key.
    await devtools.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    expect(await valueOf(page, 'Message')).toBe('にほん');
    await devtools.send('Input.insertText', { text: '日本' });
    expect(await valueOf(page, 'Message')).toBe('日本');
    expect(await messagesOn(page)).not.toContain('日本');
    await page.keyboard.press('Enter');
    await bob.sees('日本');
  });
});

describe('what can be done with a message', () => {
  it('A-61: an edit shows on both sides', async () => {
    await alice.send('Meet at six');
    await bob.sees('Meet at six');
    await act(alice.page(), 'Meet at six', 'Edit');
    await write(alice.page(), 'Message', 'Meet at seven');
    await alice.page().keyboard.press('Enter');
    await bob.sees('Meet at seven');
    await bob.sees('edited');
    expect(await bob.log()).not.toContain('Meet at six');
    await alice.sees('Meet at seven');
    await saysNoMore(bob, 'Typing…');
  });

  it('A-61: a reply quotes, a reaction counts and is taken back', async () => {
    await act(bob.page(), 'Meet at seven', 'Reply');
    await looksGood(bob.page(), 'replying');
    await write(bob.page(), 'Message', 'Fine');
    await bob.page().keyboard.press('Enter');
    await alice.sees('Fine');
    await quotes(alice, 'Fine', 'Meet at seven');

    await react(bob.page(), 'Meet at seven', 'Heart');
    await find(alice.page(), 'button', 'Heart, 1: Bob');
    await react(alice.page(), 'Meet at seven', 'Heart');
    await looksGood(alice.page(), 'chat');
    await findReaction(bob.page(), 'Heart, 2: ');
    await (await findReaction(alice.page(), 'Heart, 2: ')).click();
    await find(bob.page(), 'button', 'Heart, 1: Bob');
  });

  it('A-61: a deletion takes the text away on both sides', async () => {
    await alice.send('Forget this');
    await bob.sees('Forget this');
    await act(alice.page(), 'Forget this', 'Delete');
    await find(alice.page(), 'dialog', 'Delete this message?');
    await looksGood(alice.page(), 'deleting');
    await press(alice.page(), 'button', 'Delete');
    for (const each of [alice, bob]) {
      await each.sees('This message was deleted');
      await eventually('the text gone', async () =>
        (await each.log()).includes('Forget this') ? null : true,
      );
    }
    await bob.reload();
    await bob.sees('This message was deleted');
    expect(await bob.log()).not.toContain('Forget this');
  });
});

describe('how things stand', () => {
  it('A-64: presence and typing show, and end', async () => {
    await findText(alice.page(), 'list', 'Conversations', 'Online');
    await write(bob.page(), 'Message', 'Hm');
    await findText(alice.page(), 'list', 'Conversations', 'Typing…');
    await looksGood(alice.page(), 'typing');
    await bob.page().keyboard.press('Enter');
    await findText(alice.page(), 'list', 'Conversations', 'Hm');
    await alice.sees('Hm');
  });

  it('A-62: read only when it was seen', async () => {
    await alice.send('Can you see this?');
    await becomes(alice, 'Can you see this?', 'Read');
  });

  it('A-63, A-62: delivered and unread while the other looks elsewhere', async () => {
    await bob.invite();
    await alice.send('First');
    await alice.send('Second');
    await findText(bob.page(), 'list', 'Conversations', '2 unread messages');
    expect(await bob.page().title()).toBe('(2) Grapevine');
    await becomes(alice, 'Second', 'Delivered');
    await looksGood(bob.page(), 'unread');
    await openConversation(bob.page(), 'Alice');
    await bob.sees('New messages');
    await becomes(alice, 'Second', 'Read');
    await findGone(bob.page(), 'button', 'Copy link');
    expect(await bob.page().title()).toBe('Grapevine');
  });

  it('A-65: drafts stay, each with its conversation', async () => {
    await write(bob.page(), 'Message', 'Not yet said');
    await openConversation(bob.page(), 'Your invitation');
    await find(bob.page(), 'textbox', 'Invitation link');
    await findText(bob.page(), 'list', 'Conversations', 'Draft: Not yet said');
    await openConversation(bob.page(), 'Alice');
    expect(await valueOf(bob.page(), 'Message')).toBe('Not yet said');
    await write(bob.page(), 'Message', 'Nor this');
    await findText(bob.page(), 'list', 'Conversations', 'Draft: Nor this');
    await bob.reload();
    await find(bob.page(), 'textbox', 'Message');
    expect(await valueOf(bob.page(), 'Message')).toBe('Nor this');
    await bob.page().keyboard.press('Enter');
    await alice.sees('Nor this');
  });

  it('A-65: a draft does not move to the conversation that is opened next', async () => {
    const carol = await bringGuest('Carol', alice.browser);
    await carol.visit(server.url);
    await carol.start();
    await carol.accept(await alice.invite());
    await find(carol.page(), 'textbox', 'Message');
    await eventually('the conversation with Carol', () =>
      lookFor(alice.page(), 'heading', 'Carol'),
    );
    await write(alice.page(), 'Message', 'For Carol alone');
    await openConversation(alice.page(), 'Bob');
    await find(alice.page(), 'heading', 'Bob');
    expect(await valueOf(alice.page(), 'Message')).toBe('');
    await alice.reload();
    await find(alice.page(), 'heading', 'Bob');
    expect(await valueOf(alice.page(), 'Message')).toBe('');
    await openConversation(alice.page(), 'Carol');
    await find(alice.page(), 'heading', 'Carol');
    expect(await valueOf(alice.page(), 'Message')).toBe('For Carol alone');
    expectQuiet(server, carol);
    await carol.leave();
    await openConversation(alice.page(), 'Bob');
    await find(alice.page(), 'heading', 'Bob');
  });

  it('A-62, A-64: on this device only while the contact is away', async () => {
    await bob.goTo('about:blank');
    await saysNoMore(alice, 'Online');
    await alice.send('Are you there?');
    await becomes(alice, 'Are you there?', 'On this device only');
    await looksGood(alice.page(), 'away');
    await bob.visit(server.url);
    await bob.sees('Are you there?');
    await becomes(alice, 'Are you there?', 'Read');
  });
});

describe('a whole journey', () => {
  it('A-68: all of that asked nobody but the node, and broke neither policy nor page', () => {
    expectQuiet(server, alice, bob);
  });
});

async function withShift(page: Page, key: 'Enter'): Promise<void> {
  await page.keyboard.down('Shift');
  await page.keyboard.press(key);
  await page.keyboard.up('Shift');
}

/** As pasting does: typing 16,384 keys takes long. */
async function fill(page: Page, text: string): Promise<void> {
  await write(page, 'Message', '');
  const field = await find(page, 'textbox', 'Message');
  await field.evaluate((node, value) => {
    (node as HTMLTextAreaElement).value = value;
    node.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }, text);
}

async function react(page: Page, text: string, name: string): Promise<void> {
  await act(page, text, 'React');
  await find(page, 'group', 'Choose a reaction');
  await looksGood(page, 'reacting', [[800, 600]]);
  await press(page, 'button', name);
}

/** Waits until the list no longer says so of anybody. */
async function saysNoMore(person: Person, words: string): Promise<void> {
  await eventually(`nobody "${words}"`, async () =>
    (await textOf(person.page(), 'list', 'Conversations')).includes(words) ? null : true,
  );
}

/** What is said about the field a message is written in. */
async function saysOf(page: Page): Promise<string> {
  const field = await find(page, 'textbox', 'Message');
  return field.evaluate((node) => {
    const ids = (node.getAttribute('aria-describedby') ?? '').split(' ');
    const root = node.getRootNode() as ShadowRoot;
    return ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
  });
}

async function linksIn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const count = (tree: ParentNode): number =>
      [...tree.querySelectorAll('*')].reduce(
        (sum, element) =>
          sum +
          (element.matches('[id^="body-"] a') ? 1 : 0) +
          (element.shadowRoot === null ? 0 : count(element.shadowRoot)),
        0,
      );
    return count(document);
  });
}
