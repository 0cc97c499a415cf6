/** What the screen does under the hands of a person, tried in the sandbox with a program that plays. */
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeApp } from '../ui/sandbox/fake-app.ts';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import {
  eventually,
  find,
  lookFor,
  press,
  textOf,
  valueOf,
  write,
  type Role,
} from './support/find.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
});

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

async function show(state: string) {
  await page.goto(`${sandbox.url}?state=${state}`);
  await page.waitForSelector('html[data-ready]');
}

const desk = { width: 800, height: 600 };
const phone = { width: 390, height: 700, hasTouch: true, isMobile: true };

type Sandboxed = { app: FakeApp };

/** The parameters of every call of a command so far. */
function callsOf(command: string): Promise<unknown[][]> {
  return page.evaluate((name) => {
    const { app } = window as unknown as Sandboxed;
    return app.calls.filter(([each]) => each === name).map(([, ...given]) => given);
  }, command);
}

function receive(text: string): Promise<void> {
  return page.evaluate((words) => (window as unknown as Sandboxed).app.receive(words), text);
}

/** What has the focus, through shadow roots: a tag and a name. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const name = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return `${element?.localName} ${name.replaceAll(/\s+/g, ' ').trim()}`;
  });
}

function waitForFocus(wanted: RegExp): Promise<true> {
  let last = '';
  return eventually(
    `focus on ${wanted}`,
    async () => (wanted.test((last = await focused())) ? true : null),
    3000,
    () => `it is on: ${last}`,
  );
}

function distanceToEnd(): Promise<number> {
  return find(page, 'log', 'Messages').then((log) =>
    log.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight),
  );
}

describe('names that stay', () => {
  const expected: readonly [string, Role, string][] = [
    ['welcome', 'textbox', 'Your name'],
    ['welcome', 'button', 'Start'],
    ['welcome', 'textbox', 'Paste an invitation'],
    ['welcome', 'button', 'Open'],
    ['welcome-invited', 'textbox', 'Your name'],
    ['welcome-invited', 'button', 'Start'],
    ...(['first', 'list', 'comparing', 'inviting', 'received'] as const).flatMap(
      (state): [string, Role, string][] => [
        [state, 'button', 'New conversation'],
        [state, 'textbox', 'Paste an invitation'],
        [state, 'button', 'Open'],
        [state, 'list', 'Conversations'],
      ],
    ),
    ['inviting', 'textbox', 'Invitation link'],
    ['inviting', 'button', 'Copy link'],
    ['received', 'button', 'Accept'],
    ['received', 'button', 'Decline'],
    ['comparing', 'log', 'Messages'],
    ['comparing', 'textbox', 'Message'],
    ['comparing', 'button', 'Send'],
    ['comparing', 'group', 'Compare emoji'],
    ['comparing', 'button', 'They match'],
    ['comparing', 'button', 'They do not match'],
  ];

  it('U-2: are there, once each and inside 800×600', async () => {
    await page.setViewport(desk);
    const missing: string[] = [];
    let shown = '';
    for (const [state, role, name] of expected) {
      if (state !== shown) await show(state);
      shown = state;
      const all = await page.$$(`::-p-aria([name="${name}"][role="${role}"])`);
      const box = await all[0]?.boundingBox();
      const isInside =
        box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 800 && box.y + box.height <= 600;
      if (all.length !== 1 || !isInside) missing.push(`${state}: ${all.length} ${role} "${name}"`);
    }
    expect(missing).toEqual([]);
  });
});

describe('the composer', () => {
  it('U-11: sends with Enter on a desk, makes a line with Shift', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await write(page, 'Message', 'one');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Shift');
    await page.keyboard.type('two');
    expect(await callsOf('send')).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await callsOf('send')).toEqual([['one\ntwo', null]]);
    expect(await valueOf(page, 'Message')).toBe('');
  });

  it('U-11: makes a line with Enter on touch', async () => {
    await page.setViewport(phone);
    await show('conversation');
    await write(page, 'Message', 'one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    expect(await callsOf('send')).toEqual([]);
    await press(page, 'button', 'Send');
    expect(await callsOf('send')).toEqual([['one\ntwo', null]]);
  });

  it('U-11: leaves the keys of an input method alone', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await write(page, 'Message', 'かな');
    const box = await find(page, 'textbox', 'Message');
    await box.evaluate((node) => {
      const enter = { key: 'Enter', bubbles: true, composed: true, cancelable: true };
      node.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
      node.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
    });
    expect(await callsOf('send')).toEqual([]);
  });

  it('U-12: gives back what could not be saved, before what was typed since', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await page.evaluate(() => ((window as unknown as Sandboxed).app.durable = false));
    await write(page, 'Message', 'Keep me');
    await page.keyboard.press('Enter');
    await eventually('the text', async () =>
      (await valueOf(page, 'Message')) === 'Keep me' ? true : null,
    );
  });

  it('U-12: saves the draft when the person pauses', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await write(page, 'Message', 'Later');
    const draft = await eventually(
      'a draft',
      async () => (await callsOf('saveDraft')).at(-1) ?? null,
    );
    expect(draft).toEqual([expect.objectContaining({ text: 'Later', conversation: 'c1' })]);
  });

  it('U-12: saves the draft also while somebody types without a pause', async () => {
    await page.setViewport(desk);
    await show('conversation');
    const box = await find(page, 'textbox', 'Message');
    // Keys from within the page: no busy machine makes a pause between them.
    await box.evaluate((node) => {
      const field = node as HTMLTextAreaElement;
      const typing = setInterval(() => {
        field.value += 'x';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }, 50);
      Object.assign(window, { stopTyping: () => clearInterval(typing) });
    });
    const [first] = await eventually('a draft', async () => {
      const drafts = await callsOf('saveDraft');
      return drafts.length > 0 ? drafts : null;
    });
    expect(first?.[0]).toMatchObject({ text: expect.stringMatching(/^x+$/) });
    await page.evaluate(() => (window as unknown as { stopTyping(): void }).stopTyping());
  });

  it('U-13: does not send what is too long', async () => {
    await page.setViewport(desk);
    await show('too-long');
    await (await find(page, 'textbox', 'Message')).focus();
    await page.keyboard.press('Enter');
    expect(await callsOf('send')).toEqual([]);
  });

  it('U-10: Arrow Up edits the newest own message, Escape gives the draft back', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await (await find(page, 'textbox', 'Message')).focus();
    await page.keyboard.press('ArrowUp');
    expect(await valueOf(page, 'Message')).toMatch(/^A long one/);
    await page.keyboard.press('Escape');
    expect(await valueOf(page, 'Message')).toBe('');
    await waitForFocus(/^textarea Message/);
  });
});

describe('panes', () => {
  it('U-4: stand side by side from 700 px on, one at a time below', async () => {
    for (const [width, both] of [[700, true] as const, [699, false] as const]) {
      await page.setViewport({ width, height: 640 });
      await show('conversation');
      expect((await lookFor(page, 'log', 'Messages')) !== null).toBe(true);
      expect((await lookFor(page, 'list', 'Conversations')) !== null).toBe(both);
      const back = await lookFor(page, 'button', 'Back to the conversations');
      expect(back !== null).toBe(!both);
    }
  });

  it('U-3: a received invitation gives the choice, after a name was given', async () => {
    await page.setViewport(desk);
    await show('welcome-invited');
    expect(await lookFor(page, 'button', 'Accept')).toBeNull();
    await write(page, 'Your name', '  Tomás ');
    await page.keyboard.press('Enter');
    expect(await callsOf('createProfile')).toEqual([['Tomás']]);
    await show('received');
    await press(page, 'button', 'Accept');
    expect(await callsOf('acceptInvitation')).toHaveLength(1);
  });

  it('U-5: a denied clipboard leaves words and the selected link', async () => {
    await page.setViewport(desk);
    await show('inviting-denied');
    await find(page, 'textbox', 'Invitation link');
    const selected = await (
      await find(page, 'textbox', 'Invitation link')
    ).evaluate((node) => {
      const input = node as HTMLInputElement;
      return input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0);
    });
    expect(selected).toBe(await valueOf(page, 'Invitation link'));
    const words = await page.evaluate(
      () =>
        document.querySelector('gv-app')?.shadowRoot?.querySelector('gv-inviting')?.shadowRoot
          ?.textContent,
    );
    expect(words).toContain('does not let Grapevine copy');
  });
});

describe('the focus', () => {
  it.each([
    ['conversation', /^textarea Message/],
    ['inviting', /^input/],
    ['received', /^h2 Ines invites you/],
    ['accepting', /^h2 Waiting for Ines/],
    ['welcome', /^input/],
  ] as const)('U-6: begins where a person goes on: %s', async (state, wanted) => {
    await page.setViewport(desk);
    await show(state);
    await waitForFocus(wanted);
  });

  it('U-6: returns to the row of the list that was left', async () => {
    await page.setViewport({ width: 390, height: 700 });
    await show('conversation');
    await press(page, 'button', 'Back to the conversations');
    await waitForFocus(/^button .*Nadia Weber/);
  });

  it('U-6: goes to the next message after a deletion, all by keyboard', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await waitForFocus(/^textarea Message/);
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await waitForFocus(/^article .*A long one/);
    await page.keyboard.press('ArrowUp');
    await waitForFocus(/^article .*In the tunnel/);
    await page.keyboard.press('Enter');
    await waitForFocus(/^button Reply/);
    for (let tools = 0; tools < 3; tools += 1) await page.keyboard.press('ArrowRight');
    await waitForFocus(/^button Delete/);
    await page.keyboard.press('Enter');
    await waitForFocus(/^button Keep/);
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Enter');
    await waitForFocus(/^article .*A long one/);
    expect(await callsOf('deleteMessage')).toHaveLength(1);
  });

  it('U-10: reacts by keyboard and comes back', async () => {
    await page.setViewport(desk);
    await show('reacting');
    await waitForFocus(/^button Thumbs up/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect((await callsOf('react'))[0]?.[1]).toBe('👏');
    await waitForFocus(/^article .*A long one/);
  });
});

describe('the log', () => {
  it('U-7: stays at its end when a message comes', async () => {
    await page.setViewport(desk);
    await show('conversation');
    expect(await distanceToEnd()).toBeLessThan(2);
    await receive('I am here');
    await eventually('the end', async () => ((await distanceToEnd()) < 2 ? true : null), 2000);
    expect(await textOf(page, 'log', 'Messages')).toContain('I am here');
  });

  it('U-7: counts what came while the reader is further up, and leads there', async () => {
    await page.setViewport(desk);
    await show('arrived');
    await press(page, 'button', '2 new messages');
    await eventually('the end', async () => ((await distanceToEnd()) < 2 ? true : null), 2000);
  });

  it('U-7: does not move the message being read when older ones come', async () => {
    await page.setViewport(desk);
    await show('unread');
    const log = await find(page, 'log', 'Messages');
    const top = (node: Element) => node.getBoundingClientRect().top;
    await log.evaluate((node) => (node.scrollTop = 400));
    const message = await messageWith('In the tunnel now').catch(() => messageWith('Bring shoes'));
    const before = await message.evaluate(top);
    await log.evaluate((node) => (node.scrollTop = 250));
    await eventually('older ones', async () =>
      (await callsOf('loadOlder')).length > 0 ? true : null,
    );
    await eventually('them in the log', async () =>
      (await textOf(page, 'log', 'Messages')).includes('Older 19') ? true : null,
    );
    expect(Math.abs((await message.evaluate(top)) - before - 150)).toBeLessThan(3);
  });

  it('U-15: announces a new message once, and none that is only loaded', async () => {
    await page.setViewport(desk);
    await show('conversation');
    await receive('Listen');
    const told = () =>
      page.evaluate(() => document.querySelector('[aria-live]')?.textContent ?? '');
    expect(await told()).toBe('Nadia Weber: Listen');
    const log = await find(page, 'log', 'Messages');
    await log.evaluate((node) => (node.scrollTop = 0));
    await eventually('older ones', async () =>
      (await textOf(page, 'log', 'Messages')).includes('Older 19') ? true : null,
    );
    expect(await told()).toBe('Nadia Weber: Listen');
  });

  it('U-17: marks as read what was seen', async () => {
    await page.setViewport(desk);
    await page.bringToFront();
    await show('conversation');
    await receive('Read me');
    const marked = await eventually('a mark', async () => {
      const calls = await callsOf('markRead');
      return calls.length > 1 ? calls : null;
    });
    expect(new Set(marked.map(([id]) => id)).size).toBe(marked.length);
  });
});

describe('delivery', () => {
  it('U-14: each own message says where it is', async () => {
    await page.setViewport(desk);
    await show('conversation');
    const words = await textOf(page, 'log', 'Messages');
    for (const state of ['On this device only', 'Delivered', 'Read'])
      expect(words).toContain(state);
    await write(page, 'Message', 'On its way');
    await page.keyboard.press('Enter');
    await eventually('the newest state', async () =>
      /On its way.*Delivered Delivered$/.test(await textOf(page, 'log', 'Messages')) ? true : null,
    );
  });
});

describe('comparing', () => {
  it('U-18: can be put off and is offered again', async () => {
    await page.setViewport(desk);
    await show('comparing');
    await write(page, 'Message', 'Hello');
    await press(page, 'button', 'Later');
    expect(await lookFor(page, 'group', 'Compare emoji')).toBeNull();
    expect(await valueOf(page, 'Message')).toBe('Hello');
    await press(page, 'button', 'Not compared');
    await press(page, 'button', 'They match');
    expect(await callsOf('compareEmoji')).toEqual([['match']]);
  });
});

async function messageWith(text: string): Promise<ElementHandle> {
  const all = await page.$$('::-p-aria([role="article"])');
  for (const each of all) {
    if (await each.evaluate((node, words) => node.textContent?.includes(words), text)) return each;
  }
  throw new Error(`No message reads "${text}".`);
}
