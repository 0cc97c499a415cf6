/**
 * The lock in a real browser with the worker on: a passphrase, wrong ones, without a network, in two
 * tabs, and a passkey of a virtual authenticator.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passphraseWorkerPolicy } from '../../signaling/content-security.ts';
import {
  eventually,
  find,
  findGone,
  lookFor,
  press,
  textOf,
  valueOf,
  write,
} from './support/find.ts';
import { everythingOn, PATIENCE, setPassphrase, shown, tryWrong, unlock } from './support/lock.ts';
import { looksGood } from './support/look.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { tracesOf } from './support/search.ts';
import { startServer, type TestServer } from './support/server.ts';
import { placesInPage, textMark } from './support/traces.ts';

const PASSPHRASE = 'numbat kettle seventeen harbour';
const SAID = 'The heron lands at dusk';
const SECRETS = ['Alexandrine', 'Bartholomew', SAID];

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  alice = await bringPerson('Alexandrine', 'chromium');
  bob = await bringGuest('Bartholomew', alice.browser);
  await introduce(alice, bob, server.url);
  await bob.send(SAID);
  await alice.sees(SAID);
});
afterAll(async () => {
  await alice.leave();
  await server.stop();
});

const seenOn = async (page: Page): Promise<string[]> => {
  const all = await page.evaluate(everythingOn);
  return SECRETS.filter((secret) => all.includes(secret));
};

describe('a passphrase', () => {
  it('H-142: once set, a reload asks for it and shows nothing of what is behind it', async () => {
    const page = alice.page();
    await setPassphrase(page, PASSPHRASE);
    expect(await seenOn(page)).toEqual(SECRETS);
    await alice.reload();
    await find(page, 'button', 'Unlock', PATIENCE);
    expect(await seenOn(page)).toEqual([]);
    expect(await page.title()).toBe('Grapevine');
    await looksGood(page, 'locked');
    await unlock(page, PASSPHRASE);
    await shown(page, SAID);
  });

  it('H-143: locked, nothing is sent and nothing that arrives is shown or counted', async () => {
    const page = alice.page();
    const sockets: string[] = [];
    const devtools = await page.createCDPSession();
    await devtools.send('Network.enable');
    devtools.on('Network.webSocketCreated', ({ url }) => sockets.push(url));
    devtools.on('Network.webSocketFrameSent', () => sockets.push('frame'));
    await press(page, 'button', 'Lock now');
    await find(page, 'button', 'Unlock', PATIENCE);
    sockets.length = 0;
    await bob.send('While it is locked');
    await bob.sees('While it is locked');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
    expect(sockets).toEqual([]);
    expect(await seenOn(page)).toEqual([]);
    expect(await page.title()).toBe('Grapevine');
    await devtools.detach();
    await unlock(page, PASSPHRASE);
    await shown(page, 'While it is locked');
  });

  it('U-180: wrong ones are said, the third makes wait with a countdown, and a reload does not help', async () => {
    const page = alice.page();
    await press(page, 'button', 'Lock now');
    for (const wrong of ['numbat', PASSPHRASE.toUpperCase(), `${PASSPHRASE} `]) {
      await tryWrong(page, wrong);
    }
    const countdown = async () =>
      page.evaluate(() => {
        const lock = document.querySelector('gv-app')?.shadowRoot?.querySelector('gv-lock');
        return lock?.shadowRoot?.querySelector('[role="timer"]')?.textContent ?? '';
      });
    await eventually('a countdown', async () => ((await countdown()) === '' ? null : true));
    await alice.reload();
    await find(page, 'button', 'Unlock', PATIENCE);
    // What is typed before its time is not tried.
    if ((await countdown()) !== '') {
      await write(page, 'Passphrase', PASSPHRASE);
      await press(page, 'button', 'Unlock');
    }
    await eventually(
      'the end of the wait',
      async () => ((await countdown()) === '' ? true : null),
      PATIENCE,
    );
    if ((await lookFor(page, 'button', 'Unlock')) !== null) await unlock(page, PASSPHRASE);
    await shown(page, SAID);
  });

  it('U-181: is hidden until it is to be shown, by a button that says so', async () => {
    const page = alice.page();
    await press(page, 'button', 'Lock now');
    await write(page, 'Passphrase', PASSPHRASE);
    const type = () =>
      page.evaluate(() => {
        const lock = document.querySelector('gv-app')?.shadowRoot?.querySelector('gv-lock');
        return lock?.shadowRoot?.querySelector('input')?.type;
      });
    expect(await type()).toBe('password');
    await press(page, 'button', 'Show what is typed');
    expect([await type(), await valueOf(page, 'Passphrase')]).toEqual(['text', PASSPHRASE]);
    await press(page, 'button', 'Show what is typed');
    expect(await type()).toBe('password');
    await press(page, 'button', 'Unlock');
    await shown(page, SAID);
  });

  it('H-144: only its worker may compile WebAssembly, also from what is kept for offline use', async () => {
    const page = alice.page();
    const policies = await page.evaluate(async () => {
      const found: (string | null)[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (!request.url.includes('argon2-worker')) continue;
          const kept = await cache.match(request);
          found.push(kept?.headers.get('content-security-policy') ?? null);
        }
      }
      return found;
    });
    expect(policies).toEqual([passphraseWorkerPolicy]);
    const empty = [0, 97, 115, 109, 1, 0, 0, 0];
    const compiled = page.evaluate(
      (bytes) => WebAssembly.compile(new Uint8Array(bytes)).then(String, String),
      empty,
    );
    expect(await compiled).toMatch(/Content Security Policy/);
  });

  it('H-145: unlocks without a network, and what was typed before it locked is there', async () => {
    const page = alice.page();
    await write(page, 'Message', 'half a thought of wombats');
    await server.stop();
    await press(page, 'button', 'Lock now');
    await find(page, 'button', 'Unlock', PATIENCE);
    expect(await page.evaluate(everythingOn)).not.toContain('wombats');
    await alice.reload();
    await find(page, 'button', 'Unlock', PATIENCE);
    await unlock(page, PASSPHRASE);
    await shown(page, SAID);
    expect(await valueOf(page, 'Message')).toBe('half a thought of wombats');
    await server.start();
    await write(page, 'Message', '');
  });

  it('H-146: "Lock now" in one tab locks the other at once, drafts kept; each asks for itself', async () => {
    const [first, second] = [alice.page(), await alice.browser.open(server.url)];
    await unlock(second, PASSPHRASE);
    await shown(second, SAID);
    await write(second, 'Message', 'in the other tab');
    await first.bringToFront();
    await press(first, 'button', 'Lock now');
    for (const page of [first, second]) {
      await page.bringToFront();
      await find(page, 'button', 'Unlock', PATIENCE);
      expect(await seenOn(page)).toEqual([]);
    }
    await unlock(second, PASSPHRASE);
    await shown(second, SAID);
    expect(await valueOf(second, 'Message')).toBe('in the other tab');
    await first.bringToFront();
    expect(await lookFor(first, 'button', 'Unlock')).not.toBeNull();
    await unlock(first, PASSPHRASE);
    await second.close();
  });

  it('H-141: locks by itself in every tab once nobody was at work for as long as was chosen', async () => {
    alice.browser.before(carryTime);
    await alice.visit(server.url);
    const [first, second] = [alice.page(), await alice.browser.open(server.url)];
    for (const page of [second, first]) {
      await page.bringToFront();
      await unlock(page, PASSPHRASE);
      await shown(page, SAID);
    }
    await press(first, 'button', 'Settings');
    const choice = await eventually('the choice', () => first.$('>>> gv-lock-settings >>> select'));
    await choice.select('5');
    await press(first, 'button', 'Close');
    const pass = async (minutes: number) => {
      for (const page of [second, first]) await page.evaluate(moveOn, minutes);
    };
    for (let work = 0; work < 3; work++) {
      await pass(4);
      await first.keyboard.press('Shift');
    }
    expect(await lookFor(first, 'button', 'Unlock')).toBeNull();
    await pass(6);
    for (const page of [first, second]) {
      await page.bringToFront();
      await find(page, 'button', 'Unlock', PATIENCE);
      expect(await seenOn(page)).toEqual([]);
    }
    await second.close();
    await alice.visit(server.url);
    await unlock(alice.page(), PASSPHRASE);
    await shown(alice.page(), SAID);
  });

  it('U-182: is changed and removed in the settings, with the one before', async () => {
    const page = alice.page();
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Change passphrase');
    await write(page, 'Current passphrase', 'something else');
    await write(page, 'New passphrase', 'short');
    await write(page, 'The same once more', 'short');
    await press(page, 'button', 'Change passphrase');
    expect(await textOf(page, 'region', 'Lock')).toContain('Too short');
    await write(page, 'New passphrase', 'violet ladder moss quartz');
    await write(page, 'The same once more', 'violet ladder moss quarts');
    await press(page, 'button', 'Change passphrase');
    expect(await textOf(page, 'region', 'Lock')).toContain('not the same');
    await write(page, 'The same once more', 'violet ladder moss quartz');
    await press(page, 'button', 'Change passphrase');
    await says(page, 'That is not the passphrase');
    await write(page, 'Current passphrase', PASSPHRASE);
    await press(page, 'button', 'Change passphrase');
    await says(page, 'Saved.');
    await press(page, 'button', 'Lock now');
    await unlock(page, 'violet ladder moss quartz');
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Remove passphrase');
    await write(page, 'Current passphrase', 'violet ladder moss quartz');
    await press(page, 'button', 'Remove passphrase');
    await find(page, 'button', 'Set a passphrase', PATIENCE);
    expect(await lookFor(page, 'button', 'Lock now')).toBeNull();
    await alice.reload();
    await shown(page, SAID);
  });
});

describe('a passkey', () => {
  it('H-147: made by a virtual authenticator with PRF, opens the lock and is taken away; its record names nobody', async () => {
    const page = alice.page();
    const devtools = await page.createCDPSession();
    await devtools.send('WebAuthn.enable');
    const addOne = () =>
      devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          ctap2Version: 'ctap2_1',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          hasPrf: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
    const { authenticatorId } = await addOne();
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Use a passkey');
    await press(page, 'button', 'Make a passkey');
    await find(page, 'button', 'Remove passkey', PATIENCE);
    await press(page, 'button', 'Lock now');
    await find(page, 'button', 'Unlock with a passkey', PATIENCE);
    expect(await seenOn(page)).toEqual([]);
    await press(page, 'button', 'Unlock with a passkey');
    await findGone(page, 'button', 'Unlock with a passkey', PATIENCE);
    await shown(page, SAID);

    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toHaveLength(1);
    expect(JSON.stringify(credentials)).not.toContain('Alexandrine');
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Remove passkey');
    await press(page, 'button', 'Remove passkey');
    await find(page, 'button', 'Use a passkey', PATIENCE);
    await devtools.detach();
  });
});

describe('a forgotten passphrase', () => {
  it('U-300: is said to be gone for good on the locked screen, where "Delete everything" asks first, leaves nothing and starts anew', async () => {
    const page = alice.page();
    await setPassphrase(page, PASSPHRASE);
    await press(page, 'button', 'Lock now');
    await find(page, 'button', 'Unlock', PATIENCE);
    expect(await lookFor(page, 'button', 'Delete everything')).toBeNull();
    await (await page.waitForSelector('>>> summary'))?.click();
    await press(page, 'button', 'Delete everything');
    await find(page, 'dialog', 'Delete everything on this device?');
    expect(await page.evaluate(everythingOn)).toContain('Nobody can bring back a forgotten');
    expect(await seenOn(page)).toEqual([]);
    await looksGood(page, 'locked-deleting');
    await press(page, 'button', 'Keep');
    await press(page, 'button', 'Delete everything');
    await Promise.all([
      page.waitForNavigation(),
      press(page, 'button', 'Delete everything for good'),
    ]);
    await find(page, 'textbox', 'Your name', PATIENCE);
    expect(await lookFor(page, 'button', 'Unlock')).toBeNull();
    const marks = SECRETS.map(textMark);
    expect(tracesOf(await placesInPage(page), marks)).toEqual([]);
  });
});

/** In the page, before the app: a clock that a test moves on. Timers go on as they are. */
function carryTime(): void {
  const now = Date.now.bind(Date);
  let ahead = 0;
  Date.now = () => now() + ahead;
  Object.assign(window, { carry: (ms: number) => (ahead += ms) });
}

/** In the page. */
function moveOn(minutes: number): void {
  (window as unknown as { carry(ms: number): void }).carry(minutes * 60_000);
}

async function says(page: Page, words: string): Promise<void> {
  await eventually(
    `"${words}"`,
    async () => ((await textOf(page, 'region', 'Lock')).includes(words) ? true : null),
    PATIENCE,
  );
}
