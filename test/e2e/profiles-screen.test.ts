/** The screen of several profiles, tried in the sandbox with a program that plays. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FakeApp } from '../ui/sandbox/fake-app.ts';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, findGone, lookFor, press, write } from './support/find.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
  await page.setViewport({ width: 900, height: 700 });
});

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

async function show(state: string) {
  await page.goto(`${sandbox.url}?state=${state}`);
  await page.waitForSelector('html[data-ready]');
}

const callsOf = (command: string): Promise<unknown[][]> =>
  page.evaluate((name) => {
    const { app } = window as unknown as { app: FakeApp };
    return app.calls.filter(([each]) => each === name).map(([, ...given]) => given);
  }, command);

/** What the element at the end of this way through the trees reads. */
const wordsOf = (...way: readonly string[]): Promise<string> =>
  page.evaluate((names) => {
    let root = document.querySelector('gv-app')?.shadowRoot;
    for (const name of names) root = root?.querySelector(name)?.shadowRoot;
    return root?.textContent ?? '';
  }, way);

/** The accessible name of what has the focus. */
async function waitForFocus(name: RegExp): Promise<void> {
  await eventually(`the focus on ${name}`, async () => {
    const tree = await page.accessibility.snapshot({ interestingOnly: false });
    const named = (node: typeof tree): string | null =>
      node === null
        ? null
        : (node.children?.map(named).find((found) => found !== null) ??
          (node.focused === true && node.role !== 'RootWebArea' ? (node.name ?? '') : null));
    return name.test(named(tree) ?? '') ? true : null;
  });
}

it('U-195: the name at the top opens the profiles, and one press shows another', async () => {
  await show('list-profiles');
  await press(page, 'button', 'Profiles: Tomás 123 unread messages');
  await find(page, 'dialog', 'Profiles');
  await press(page, 'button', 'Tomás Oliveira, vineyards 3 unread messages');
  await findGone(page, 'dialog', 'Profiles');
  expect(await callsOf('showProfile')).toEqual([['p2']]);
});

it('U-195: they are worked by keyboard alone, and Escape gives the focus back', async () => {
  await show('list-profiles');
  await (await find(page, 'button', 'Profiles: Tomás 123 unread messages')).focus();
  await page.keyboard.press('Enter');
  await waitForFocus(/^Tomás$/);
  await page.keyboard.press('Escape');
  await waitForFocus(/^Profiles: Tomás/);
  await page.keyboard.press('Enter');
  await waitForFocus(/^Tomás$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await waitForFocus(/^Profiles:/);
  expect(await callsOf('showProfile')).toEqual([['p2']]);
});

it('U-196: adding one asks for a name, and says what is wrong with it', async () => {
  await show('profiles-adding');
  await waitForFocus(/^Name of the new profile$/);
  await press(page, 'button', 'Add');
  await waitForFocus(/^Name of the new profile$/);
  expect(await callsOf('addProfile')).toEqual([]);
  await write(page, 'Name of the new profile', ' Club ');
  await page.evaluate(() => ((window as unknown as { app: FakeApp }).app.durable = false));
  await page.keyboard.press('Enter');
  await eventually('words', async () =>
    (
      await page.evaluate(
        () =>
          document
            .querySelector('gv-app')
            ?.shadowRoot?.querySelector('gv-profiles')
            ?.shadowRoot?.querySelector('gv-add-profile')?.shadowRoot?.textContent ?? '',
      )
    ).includes('could not be added')
      ? true
      : null,
  );
  await page.evaluate(() => ((window as unknown as { app: FakeApp }).app.durable = true));
  await page.keyboard.press('Enter');
  await find(page, 'button', 'Profiles: Club 123 unread messages');
  expect(await callsOf('addProfile')).toEqual([['Club'], ['Club']]);
  expect(await lookFor(page, 'dialog', 'Profiles')).toBeNull();
});

it('U-196: Cancel leads back to where it was asked for', async () => {
  await show('profiles-adding');
  await press(page, 'button', 'Cancel');
  await waitForFocus(/^Add a profile$/);
});

it('U-199: removing says what goes, asks first, and is not offered for the only one', async () => {
  await show('settings');
  await find(page, 'heading', 'This profile');
  expect(await lookFor(page, 'button', 'Remove this profile')).toBeNull();
  await show('settings-profile');
  await find(page, 'dialog', 'Remove Tomás from this device?');
  await press(page, 'button', 'Keep');
  expect(await callsOf('removeProfile')).toEqual([]);
  await press(page, 'button', 'Remove this profile');
  await press(page, 'button', 'Remove for good');
  expect(await callsOf('removeProfile')).toEqual([['first']]);
  await findGone(page, 'heading', 'Settings');
});

it('U-200: an invitation asks which of several profiles accepts it', async () => {
  await show('received-which');
  await press(page, 'button', 'Accept');
  await waitForFocus(/^Tomás$/);
  expect(await callsOf('acceptInvitation')).toEqual([]);
  expect(await callsOf('acceptInvitationAs')).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await press(page, 'button', 'Accept');
  expect(await callsOf('acceptInvitationAs')).toEqual([['p2', 'contact']]);
});

it('U-201: "Open a hidden profile" takes a passphrase, says when it opens nothing, and shows what it opens', async () => {
  await show('profiles-hidden');
  await waitForFocus(/^Passphrase$/);
  await write(page, 'Passphrase', 'green grapes');
  await page.keyboard.press('Enter');
  await eventually('words', async () =>
    (await wordsOf('gv-profiles', 'gv-open-hidden')).includes('No hidden profile') ? true : null,
  );
  await waitForFocus(/^Passphrase$/);
  await write(page, 'Passphrase', 'blue grapes');
  await page.keyboard.press('Enter');
  await findGone(page, 'dialog', 'Profiles');
  expect(await callsOf('openHiddenProfile')).toEqual([['green grapes'], ['blue grapes']]);
});

it('U-202: "Hide this profile" says what it means and takes the passphrase twice', async () => {
  await show('settings-hide');
  const words = async () => await wordsOf('gv-settings', 'gv-this-profile', 'gv-hide-profile');
  await press(page, 'button', 'Hide it');
  await eventually('words', async () => ((await words()).includes('first.') ? true : null));
  await write(page, 'Passphrase', 'blue grapes');
  await write(page, 'Once more', 'blue graves');
  await press(page, 'button', 'Hide it');
  await eventually('words', async () => ((await words()).includes('not the same') ? true : null));
  expect(await callsOf('hideProfile')).toEqual([]);
  await write(page, 'Once more', 'blue grapes');
  await press(page, 'button', 'Hide it');
  await eventually('the call', async () =>
    (await callsOf('hideProfile')).length === 1 ? true : null,
  );
  await show('settings-hidden');
  await press(page, 'button', 'Show it in the list again');
  expect(await callsOf('unhideProfile')).toHaveLength(1);
  await show('settings-profile');
  expect(await lookFor(page, 'button', 'Hide this profile')).toBeNull();
});
