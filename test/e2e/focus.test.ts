/**
 * Where the focus goes after everything that can be done, in the sandbox, with a program that
 * plays. Each action is done with the keyboard, as who depends on the focus does it.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/app/snapshot.ts';
import type { FakeApp } from '../ui/sandbox/fake-app.ts';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { states } from '../ui/sandbox/states.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, type Role } from './support/find.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
});

afterAll(async () => {
  expect(browser.errors).toEqual([]);
  await browser.dispose();
  await sandbox.close();
});

type Sandboxed = { app: FakeApp };

const desk = { width: 1000, height: 700 };
const phone = { width: 390, height: 700, hasTouch: true, isMobile: true };

async function show(state: string, view: typeof desk | typeof phone = desk) {
  await page.setViewport(view);
  // Tab may have led out of the page.
  await page.bringToFront();
  await page.goto(`${sandbox.url}?state=${state}`);
  await page.waitForSelector('html[data-ready]');
}

/** What has the focus, through shadow roots: a tag and what it is called. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null || element === document.body) return 'nowhere';
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const name = element.ariaLabel ?? labels[0]?.textContent ?? element.textContent ?? '';
    return `${element.localName} ${name.replaceAll(/\s+/g, ' ').trim()}`;
  });
}

function focusOn(wanted: RegExp): Promise<true> {
  let last = '';
  return eventually(
    `the focus on ${wanted}`,
    async () => (wanted.test((last = await focused())) ? true : null),
    5000,
    () => `it is on: ${last}`,
  );
}

/** Presses it with Enter. */
async function enter(name: string, role: Role = 'button'): Promise<void> {
  await (await find(page, role, name)).focus();
  await page.keyboard.press('Enter');
}

const keys = async (...pressed: readonly Parameters<Page['keyboard']['press']>[0][]) => {
  for (const key of pressed) await page.keyboard.press(key);
};

const refuse = () => page.evaluate(() => ((window as unknown as Sandboxed).app.durable = false));

/** The program changes what it shows, by itself. */
const becomes = (part: Partial<Snapshot>) =>
  page.evaluate(
    (next) => (window as unknown as Sandboxed).app.change((now) => ({ ...now, ...next })),
    withoutPictures(part),
  );

/** Bytes do not reach the page as what they are. */
function withoutPictures(part: Partial<Snapshot>): Partial<Snapshot> {
  const text = JSON.stringify(part, (key, value: unknown) =>
    key === 'picture' ? undefined : value,
  );
  return JSON.parse(text) as Partial<Snapshot>;
}

async function toMessage(text: string): Promise<void> {
  const all = await page.$$('::-p-aria([role="article"])');
  for (const each of all) {
    if (!(await each.evaluate((node, words) => node.textContent.includes(words), text))) continue;
    await each.focus();
    return;
  }
  throw new Error(`No message reads "${text}".`);
}

const composer = /^textarea Message$/;
const newConversation = /^button New conversation$/;
const link = /^input Invitation link$/;

type Row = readonly [what: string, state: string, act: () => Promise<unknown>, then: RegExp];

const invitations: readonly Row[] = [
  ['New conversation', 'list', () => enter('New conversation'), link],
  ['Copy link', 'inviting', () => enter('Copy link'), /^button Copy link/],
  ['Copy link that is denied', 'inviting-denied', () => enter('Copy link'), link],
  ['New link', 'inviting', () => enter('New link'), link],
  ['New link after the end', 'inviting-expired', () => enter('New link'), link],
  ['Cancel', 'inviting', () => enter('Cancel'), newConversation],
  ['Remove', 'inviting-raced', () => enter('Remove'), newConversation],
  ['Accept', 'received', () => enter('Accept'), /^h2 Waiting for Ines/],
  ['Accept that fails', 'received', () => refuse().then(() => enter('Accept')), /^button Accept$/],
  ['Decline', 'received', () => enter('Decline'), newConversation],
  ['Not now', 'received', () => enter('Not now'), newConversation],
  ['Close of what expired', 'received-expired', () => enter('Close'), newConversation],
  ['Open the conversation', 'received-known', () => enter('Open the conversation'), /^h2 Waiting/],
  ['Cancel of what was accepted', 'accepting', () => enter('Cancel'), newConversation],
  [
    'Open with no invitation',
    'list',
    async () => {
      await refuse();
      await (await find(page, 'textbox', 'Paste an invitation')).focus();
      await page.keyboard.type('nonsense');
      await page.keyboard.press('Enter');
    },
    /^input Paste an invitation$/,
  ],
  [
    'Open with an invitation before there is a name',
    'welcome',
    async () => {
      await (await find(page, 'textbox', 'Paste an invitation')).focus();
      await page.keyboard.press('Enter');
      await becomes({ invitation: states['received']?.snapshot.invitation });
    },
    /^h2 .+ invites you to talk$/,
  ],
  ['Start without a name', 'welcome', () => enter('Start'), /^input Your name$/],
  [
    'Start that fails',
    'welcome',
    async () => {
      await refuse();
      await (await find(page, 'textbox', 'Your name')).focus();
      await page.keyboard.type('Ana');
      await enter('Start');
    },
    /^button Start$/,
  ],
];

const conversation: readonly Row[] = [
  ['a row of the list', 'list', () => enterRow('Nadia Weber'), composer],
  ['Send', 'conversation', () => written('Hello').then(() => enter('Send')), composer],
  ['Send of nothing', 'conversation', () => enter('Send'), composer],
  [
    'Send that fails',
    'conversation',
    () => refuse().then(() => written('Hello').then(() => enter('Send'))),
    composer,
  ],
  ['Reply', 'tools', () => enter('Reply'), composer],
  ['Edit', 'tools', () => enter('Edit'), composer],
  ['Cancel of an edit', 'editing', () => enter('Cancel'), composer],
  ['Cancel of a reply', 'replying', () => enter('Cancel'), composer],
  ['Delete', 'tools', () => enter('Delete'), /^button Keep$/],
  ['Keep', 'tools', () => enter('Delete').then(() => enter('Keep')), /^button Delete$/],
  [
    'Escape from the question',
    'conversation',
    async () => {
      await toMessage('In the tunnel');
      await keys('Delete');
      await focusOn(/^button Keep$/);
      await keys('Escape');
    },
    /^article .*In the tunnel/,
  ],
  [
    'a deletion',
    'conversation',
    async () => {
      await toMessage('In the tunnel');
      await keys('Delete');
      await focusOn(/^button Keep$/);
      await enterInDialog('Delete');
    },
    /^article .*A long one/,
  ],
  [
    'a deletion that fails',
    'conversation',
    async () => {
      await refuse();
      await toMessage('In the tunnel');
      await keys('Delete');
      await focusOn(/^button Keep$/);
      await enterInDialog('Delete');
    },
    /^article .*In the tunnel/,
  ],
  ['React', 'tools', () => enter('React'), /^button Thumbs up$/],
  ['a reaction', 'reacting', () => enter('Heart'), /^article .*A long one/],
  ['Escape from the reactions', 'reacting', () => keys('Escape'), /^article .*A long one/],
  [
    'a reaction that is taken back',
    'reacting',
    async () => {
      await enter('Grapes');
      await enter('Grapes, 1: Tomás');
    },
    /^article .*A long one/,
  ],
  [
    'Show older messages',
    'conversation',
    () => enter('Show older messages'),
    /^article .*Older 19/,
  ],
  ['the way to the newest', 'arrived', () => enter('2 new messages'), composer],
  ['They match', 'comparing', () => enter('They match'), composer],
  ['They do not match', 'comparing', () => enter('They do not match'), /^h2 Nadia Weber$/],
  ['Later of comparing', 'comparing', () => enter('Later'), composer],
  ['Not compared', 'not-compared', () => enter('Not compared'), /^ol Your seven emoji$/],
];

const notices: readonly Row[] = [
  ['Dismiss, with another', 'problems', () => enter('Dismiss'), /^button Dismiss$/],
  [
    'Dismiss of the last',
    'problems',
    async () => {
      await enter('Dismiss');
      await enter('Dismiss');
    },
    composer,
  ],
  ['Dismiss with nothing open', 'problem-internal', () => enter('Dismiss'), newConversation],
  ['Dismiss before the start', 'welcome-bad-link', () => enter('Dismiss'), /^input Your name$/],
  ['Keep them', 'ask-storage', () => enter('Keep them'), composer],
  ['Later of an update', 'update', () => enter('Later'), composer],
  ['Install', 'install', () => enter('Install'), composer],
  ['Later of installing', 'install', () => enter('Later'), composer],
  ['Connect now', 'offline-list', () => enter('Connect now'), /^div Connecting…$/],
];

/** Into a dialog, and out again by Escape. */
const escape = (name: string) => enter(name).then(() => keys('Escape'));

/** Into a dialog, and through one of its answers. */
const enterBoth = (name: string, answer: string) => enter(name).then(() => enter(answer));

/** The state has it open; a person opens it from its button, where the focus goes back to. */
const again = (name: string, answer: string) => keys('Escape').then(() => enterBoth(name, answer));

/** Into the profiles from the own name, above the conversations. */
async function toProfiles(): Promise<void> {
  await (await page.$('>>> .me'))?.focus();
  await keys('Enter');
  await find(page, 'button', 'Add a profile');
}

const devices: readonly Row[] = [
  ['Link a device', 'settings', () => enter('Link a device'), /^p Open this on the other device/],
  ['Cancel of a device link', 'devices-link', () => enter('Cancel'), /^button Link a device$/],
  ['Copy link for a device', 'devices-link', () => enter('Copy link'), /^button Copy link/],
  ['They match, of devices', 'devices-compare', () => enter('They match'), /^p They match here/],
  [
    'They do not match, of devices',
    'devices-compare',
    () => enter('They do not match'),
    /^p They do not match/,
  ],
  ['Close of a link that is void', 'devices-over', () => enterLast('Close'), /^button Link/],
  ['Rename a device', 'devices', () => enter('Rename'), /^input Name of the device$/],
  [
    'a device that was renamed',
    'devices',
    async () => {
      await enter('Rename');
      await focusOn(/^input Name/);
      await keys('Enter');
    },
    /^button Rename$/,
  ],
  ['Remove a device', 'devices', () => enter('Remove'), /^button Keep$/],
  ['Keep a device', 'device-removing', () => enter('Keep'), /^button Rename$/],
  [
    'a device that was removed',
    'device-removing',
    () => enter('Remove this device'),
    /^p Firefox, Android/,
  ],
  ['Not now of a device link', 'device-link-here', () => enter('Not now'), /^input Your name$/],
];

const contactRows: readonly Row[] = [
  ['Contacts', 'list', () => enter('Contacts'), /^h2 Contacts$/],
  ['Close of the contacts', 'contacts', () => enter('Close'), /^button Contacts$/],
  ['Back to the contacts', 'contact', () => enter('Back to the contacts'), /^button .*Opa Karl/],
  ['Open conversation', 'contact', () => enter('Open conversation'), composer],
  ['Introduce', 'contact', () => enter('Introduce'), /^button Introduce$/],
  ['Offer to both', 'contact-introducing', () => enter('Offer to both'), /^button Introduce$/],
  ['Block', 'contact', () => enter('Block'), /^button Cancel$/],
  ['Cancel of blocking', 'contact', () => enterBoth('Block', 'Cancel'), /^button Block$/],
  ['Escape from blocking', 'contact', () => escape('Block'), /^button Block$/],
  ['Block now', 'contact', () => enterBoth('Block', 'Block now'), /^button Unblock$/],
  ['Unblock', 'contact-blocked', () => enter('Unblock'), composer],
  ['Escape from deleting a contact', 'contact', () => escape('Delete contact'), /^button Delete/],
  ['Accept of an introduction', 'introduced', () => enter('Accept'), composer],
];

const lockRows: readonly Row[] = [
  ['Set a passphrase', 'settings-lock-new', () => keys('Tab'), /^button Show/],
  ['Unlock that fails', 'locked-wrong', () => enter('Unlock'), /^input Passphrase$/],
  ['Unlock with nothing', 'locked', () => enter('Unlock'), /^input Passphrase$/],
  ['Cancel of a lock', 'settings-lock-new', () => enter('Cancel'), /^button Set a passphrase$/],
  [
    'a passphrase that was set',
    'settings-lock-new',
    async () => {
      await focusOn(/^input Passphrase$/);
      await (await find(page, 'textbox', 'The same once more')).focus();
      await page.keyboard.type('green grapes');
      await keys('Enter');
    },
    /^button (Lock now|Change passphrase)$/,
  ],
];

/** The own name, which leads to the profiles. */
const me = /^button .*Tomás/;

const profileRows: readonly Row[] = [
  ['Add a profile', 'profiles', () => enter('Add a profile'), /^input Name of the new profile$/],
  ['Cancel of adding', 'profiles-adding', () => enter('Cancel'), /^button Add a profile$/],
  ['Open a hidden profile', 'profiles', () => enter('Open a hidden profile'), /^input Passphrase$/],
  ['a wrong passphrase', 'profiles-hidden-wrong', () => enter('Open it'), /^input Passphrase$/],
  ['Cancel of a hidden one', 'profiles-hidden', () => enter('Cancel'), /^button Open a hidden/],
  ['Close of the profiles', 'list-profiles', () => toProfiles().then(() => enter('Close')), me],
  ['Escape from them', 'list-profiles', () => toProfiles().then(() => keys('Escape')), me],
  ['another profile', 'list-profiles', () => toProfiles().then(() => keys('Tab', 'Enter')), me],
  ['Hide this profile', 'settings-hide', () => keys('Tab'), /^input Once more$/],
  ['Cancel of hiding', 'settings-hide', () => again('Hide this profile', 'Cancel'), /^button Hide/],
  ['Keep a profile', 'settings-profile', () => again('Remove this profile', 'Keep'), /^button Rem/],
  [
    'Show it in the list again',
    'settings-hidden',
    () => enter('Show it in the list again'),
    /^button (Hide|Remove) this profile$/,
  ],
];

const backupRows: readonly Row[] = [
  ['Back up', 'settings', () => enter('Back up'), /^input Passphrase$/],
  ['Back up with nothing', 'backing-up', () => enter('Back up'), /^input Passphrase$/],
  ['Cancel of a backup', 'backing-up', () => enter('Cancel'), /^button Back up$/],
  [
    'a backup that runs',
    'backing-up',
    async () => {
      await focusOn(/^input Passphrase$/);
      await page.keyboard.type('green grapes');
      await (await find(page, 'textbox', 'The same once more')).focus();
      await page.keyboard.type('green grapes');
      await keys('Enter');
    },
    /^button Cancel$/,
  ],
  ['Restore', 'settings', () => enter('Restore'), /^input Backup file$/],
  ['Close of restoring', 'restoring', () => again('Restore', 'Close'), /^button Restore$/],
  ['Escape from deleting everything', 'settings', () => escape('Delete everything'), /^button Del/],
  ['Remove the picture', 'settings-quiet', () => enter('Remove the picture'), /^button Choose a/],
];

describe('after every action', () => {
  it.each([
    ...invitations,
    ...conversation,
    ...notices,
    ...devices,
    ...contactRows,
    ...lockRows,
    ...profileRows,
    ...backupRows,
  ])('U-55: the focus goes where a person goes on: %s', async (_what, state, act, then) => {
    await show(state);
    await act();
    await focusOn(then);
  });

  it('U-55: on touch nothing calls up the keyboard that was not asked for', async () => {
    await show('list', phone);
    await enterRow('Nadia Weber');
    await focusOn(/^h2 Nadia Weber$/);
    await enter('Back to the conversations');
    await focusOn(/^button .*Nadia Weber/);
    await show('arrived', phone);
    await enter('2 new messages');
    await focusOn(/^article .*And at that/);
  });
});

describe('what changes by itself', () => {
  it('U-56: leaves no focus nowhere: an invitation that ends leads to its heading', async () => {
    await show('inviting');
    await focusOn(link);
    await becomes({ open: states['inviting-declined']?.snapshot.open });
    await focusOn(/^h2 .*declined/i);
    await show('accepting');
    await enterless('Cancel');
    await becomes({ open: states['accepting-expired']?.snapshot.open });
    await focusOn(/^h2 The invitation has expired$/);
  });

  it('U-56: an invitation that became a conversation leads there, but not who is typing', async () => {
    await show('inviting');
    await becomes({ open: states['conversation']?.snapshot.open });
    await focusOn(composer);
    await show('inviting');
    await (await find(page, 'textbox', 'Paste an invitation')).focus();
    await page.keyboard.type('https');
    await becomes({ open: states['conversation']?.snapshot.open });
    await find(page, 'textbox', 'Message');
    await page.keyboard.type('://');
    await focusOn(/^input Paste an invitation$/);
  });

  it('U-56: new messages, receipts and typing leave the focus where it is', async () => {
    await show('tools');
    await enterless('React');
    for (const name of ['conversation', 'typing', 'conversation']) {
      await becomes({ open: states[name]?.snapshot.open });
      await page.evaluate(() => (window as unknown as Sandboxed).app.receive('More'));
    }
    await focusOn(/^button React$/);
  });
});

describe('around the page', () => {
  it('U-57: Tab leads past the list, everywhere, and out again', async () => {
    await show('conversation');
    while ((await focused()) !== 'nowhere') await keys('Tab');
    const passed: string[] = [];
    while (passed.length < 60) {
      await keys('Tab');
      passed.push(await focused());
      if (passed.at(-1) === 'nowhere') break;
    }
    expect(passed[0]).toBe('button Skip to what is open');
    expect(passed.at(-1)).toBe('nowhere');
    expect(passed).toEqual([...new Set(passed)]);
    for (const wanted of [newConversation, /^input Paste/, /^button .*Opa Karl/, composer])
      expect(passed.filter((each) => wanted.test(each))).toHaveLength(1);
    await enter('Skip to what is open');
    await focusOn(composer);
  });

  it.each([
    'settings-quiet',
    'devices',
    'devices-link',
    'settings-lock-change',
    'backing-up',
    'contacts',
    'contact',
    'device-link-here',
    'locked-wrong',
  ])('U-57: Tab leads to everything that can be done in %s', async (state) => {
    await show(state);
    const wanted = await page.evaluate(stops);
    while ((await focused()) !== 'nowhere') await keys('Tab');
    const passed: string[] = [];
    do {
      await keys('Tab');
      passed.push(await focused());
    } while (passed.at(-1) !== 'nowhere' && passed.length < 80);
    expect(passed.slice(0, -1)).toHaveLength(wanted);
  });

  it('U-57: a dialog keeps the focus inside, and gives it back', async () => {
    await show('deleting');
    await focusOn(/^button Keep$/);
    for (let presses = 0; presses < 4; presses += 1) {
      await keys('Tab');
      expect(await focused()).toMatch(/^button (Keep|Delete)$|^nowhere$/);
    }
    await keys('Escape');
    await focusOn(/^article .*A long one/);
  });
});

/** Runs in the page: how many things Tab stops at, as the page means it. */
function stops(): number {
  let count = 0;
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      const isStop = element.matches('button, a[href], input, select, textarea, summary');
      if (isStop && element.tabIndex >= 0 && element.checkVisibility()) count += 1;
    }
  };
  visit(document);
  return count;
}

/** The one that stands last in the page: the settings themselves are closed above. */
async function enterLast(name: string): Promise<void> {
  const buttons = await page.$$(`::-p-aria([name="${name}"][role="button"])`);
  await buttons.at(-1)?.focus();
  await keys('Enter');
}

async function enterless(name: string): Promise<void> {
  await (await find(page, 'button', name)).focus();
}

async function enterRow(title: string): Promise<void> {
  const rows = await page.$$('::-p-aria([role="button"])');
  for (const row of rows) {
    const found = await row.evaluate((node) => node.querySelector('.title')?.textContent);
    if (found !== title) continue;
    await row.focus();
    await keys('Enter');
    return;
  }
  throw new Error(`No row is called "${title}".`);
}

/** The tool of the same name stands behind the dialog. */
async function enterInDialog(name: string): Promise<void> {
  const buttons = await page.$$(`::-p-aria([name="${name}"][role="button"])`);
  for (const button of buttons) {
    if (!(await button.evaluate((node) => node.closest('dialog') !== null))) continue;
    await button.focus();
    await keys('Enter');
  }
}

async function written(text: string): Promise<void> {
  await (await find(page, 'textbox', 'Message')).focus();
  await page.keyboard.type(text);
}
