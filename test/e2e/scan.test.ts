/**
 * An invitation goes from one screen to another device by its QR code: through a camera, played by
 * a video of Alice's real screen, and from a picture file; and what is said when that cannot be.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Permission } from 'puppeteer-core';
import { encode } from 'uqr';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, findGone, lookFor, press, textOf } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringGuest, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { photograph, writeVideo } from './support/video.ts';

let server: TestServer;
let folder: string;
let desk: TestBrowser;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-scan-'));
  server = await startServer();
  desk = await launchBrowser('chromium');
});
afterAll(async () => {
  await desk.dispose();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  alice = await bringGuest('Alice', desk);
  await alice.visit(server.url);
  await alice.start();
});
afterEach(async () => {
  expect([...alice.browser.errors, ...bob.browser.errors]).toEqual([]);
  await bob.leave();
  await alice.leave();
});

describe('a camera in Chromium', () => {
  let phone: TestBrowser;

  beforeAll(async () => {
    phone = await launchBrowser('chromium', {
      args: [
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${join(folder, 'screen.y4m')}`,
      ],
    });
  });
  afterAll(() => phone.dispose());
  beforeEach(async () => {
    bob = await bringGuest('Bob', phone);
    bob.browser.before(keepStreams);
  });

  it('U-60: reads the invitation from Alice’s screen, only looks, and both talk', async () => {
    await alice.invite();
    await writeVideo(join(folder, 'screen.y4m'), alice.page(), await photograph(alice.page()));
    await bob.visit(server.url);
    await bob.start();
    await permit(bob, ['camera']);
    await press(bob.page(), 'button', 'Scan a QR code');
    await find(bob.page(), 'heading', 'Alice invites you to talk');
    await findGone(bob.page(), 'heading', 'Scan a QR code');
    expect(await lights(bob.page())).toEqual(['ended']);
    await find(alice.page(), 'textbox', 'Invitation link');
    await press(bob.page(), 'button', 'Accept');
    await bothTalk();
  });

  it('U-60, U-140: reads the link for a device from the other screen, only looks, and both compare', async () => {
    const page = alice.page();
    await page.setViewport({ width: 480, height: 480 });
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Link a device');
    const code = await eventually('a code', () => page.$('>>> gv-linking >>> gv-qr-code'));
    await code.evaluate((shown) => shown.scrollIntoView({ block: 'center' }));
    await writeVideo(join(folder, 'screen.y4m'), page, await photograph(page));
    await bob.visit(server.url);
    await permit(bob, ['camera']);
    await press(bob.page(), 'button', 'Scan a QR code');
    await find(bob.page(), 'heading', 'Link this device to Alice');
    expect(await lights(bob.page())).toEqual(['ended']);
    expect(await lookFor(page, 'list', 'Your seven emoji')).toBeNull();
    await press(bob.page(), 'button', 'Link this device');
    const seen = [bob, alice].map(async (device) => {
      await find(device.page(), 'list', 'Your seven emoji', 60_000);
      return textOf(device.page(), 'list', 'Your seven emoji');
    });
    const [there, here] = await Promise.all(seen);
    expect(there).toBe(here);
    for (const device of [alice, bob]) await press(device.page(), 'button', 'They match');
    await find(bob.page(), 'button', 'New conversation', 60_000);
  });

  it('U-66: opens without a network, and Escape turns it off', async () => {
    await showNothing();
    const own = await startServer();
    await bob.visit(own.url);
    await bob.start();
    await bob.page().evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await own.stop();
    await bob.reload();
    await permit(bob, ['camera'], own.url);
    await press(bob.page(), 'button', 'Scan a QR code');
    await runs(bob.page());
    await bob.page().keyboard.press('Escape');
    await findGone(bob.page(), 'heading', 'Scan a QR code');
    expect(await lights(bob.page())).toEqual(['ended']);
  });

  it('U-68: is worked by keyboard alone, and gives the focus back', async () => {
    await showNothing();
    await bob.visit(server.url);
    await permit(bob, ['camera']);
    const { keyboard } = bob.page();
    await (await find(bob.page(), 'textbox', 'Paste an invitation')).focus();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await focused(bob.page())).toBe('Scan a QR code');
    await keyboard.press('Enter');
    await runs(bob.page());
    expect(await focused(bob.page())).toBe('Close');
    await keyboard.press('Tab');
    expect(await focused(bob.page())).toBe('Choose a picture');
    await keyboard.down('Shift');
    await keyboard.press('Tab');
    await keyboard.up('Shift');
    await keyboard.press('Enter');
    await findGone(bob.page(), 'heading', 'Scan a QR code');
    expect(await focused(bob.page())).toBe('Scan a QR code');
    expect(await lights(bob.page())).toEqual(['ended']);
  });

  it('U-61: is off while the page is hidden, and after Close', async () => {
    await showNothing();
    await bob.visit(server.url);
    await permit(bob, ['camera']);
    await press(bob.page(), 'button', 'Scan a QR code');
    await runs(bob.page());
    await setVisibility(bob.page(), 'hidden');
    expect(await lights(bob.page())).toEqual(['ended']);
    await setVisibility(bob.page(), 'visible');
    await eventually('the camera again', async () =>
      (await lights(bob.page())).join() === 'ended,live' ? true : null,
    );
    await press(bob.page(), 'button', 'Close');
    await findGone(bob.page(), 'heading', 'Scan a QR code');
    expect(await lights(bob.page())).toEqual(['ended', 'ended']);
  });

  it('U-62: that is denied is told, and asked for again', async () => {
    await showNothing();
    await bob.visit(server.url);
    await permit(bob, []);
    await press(bob.page(), 'button', 'Scan a QR code');
    await find(bob.page(), 'heading', 'Grapevine may not use the camera');
    await looksGood(bob.page(), 'scanning-denied');
    await permit(bob, ['camera']);
    await press(bob.page(), 'button', 'Try again');
    await runs(bob.page());
    await findGone(bob.page(), 'heading', 'Grapevine may not use the camera');
  });

  /** A video without a code. */
  const showNothing = async () =>
    writeVideo(join(folder, 'screen.y4m'), alice.page(), await photograph(alice.page()));
});

describe('of several cameras in Chromium, one', () => {
  let machine: TestBrowser;

  beforeAll(async () => {
    machine = await launchBrowser('chromium', {
      args: ['--use-fake-device-for-media-stream=device-count=2'],
    });
  });
  afterAll(() => machine.dispose());
  beforeEach(async () => {
    bob = await bringGuest('Bob', machine);
    bob.browser.before(keepStreams);
  });

  it('U-67: can be chosen, which ends the one before', async () => {
    await bob.visit(server.url);
    await permit(bob, ['camera']);
    await press(bob.page(), 'button', 'Scan a QR code');
    await runs(bob.page());
    await looksGood(bob.page(), 'scanning');
    const before = await camera(bob.page());
    await bob
      .page()
      .locator('>>> gv-scan >>> select')
      .fill(before.others[0] ?? 'none');
    await eventually('the other camera', async () =>
      (await lights(bob.page())).join() === 'ended,live' ? true : null,
    );
    await runs(bob.page());
    expect((await camera(bob.page())).chosen).toBe(before.others[0]);
  });
});

describe.each(['chromium', 'firefox'] as const)('without a camera, in %s', (name) => {
  let machine: TestBrowser;

  beforeAll(async () => {
    machine = await launchBrowser(name);
  });
  afterAll(() => machine.dispose());
  beforeEach(async () => {
    bob = await bringGuest('Bob', machine);
  });

  it('U-64: reads a picture of the code, tells what has none, and both talk', async () => {
    const paths = await pictures();
    await bob.visit(server.url);
    await bob.start();
    await press(bob.page(), 'button', 'Scan a QR code');
    await find(bob.page(), 'heading', 'Scan a QR code');
    await choose(bob.page(), paths.noPicture);
    await findNote(bob.page(), 'This file could not be read as a picture.');
    await choose(bob.page(), paths.noCode);
    await findNote(bob.page(), 'No QR code was found in this picture.');
    await choose(bob.page(), paths.screen);
    await press(bob.page(), 'button', 'Accept');
    await bothTalk();
  });

  it('U-63: goes on after a code that is no invitation, U-65: and reads the one after it', async () => {
    const link = await alice.invite();
    bob.browser.before(keepStreams);
    bob.browser.before(playCodes, rowsOf('https://example.org/menu'), rowsOf(link));
    await bob.visit(server.url);
    await press(bob.page(), 'button', 'Scan a QR code');
    await findNote(bob.page(), 'This QR code is no Grapevine invitation.');
    expect(await lights(bob.page())).toEqual(['live']);
    await bob.page().evaluate(() => (window as unknown as { showNext(): void }).showNext());
    await find(bob.page(), 'heading', 'Alice invites you to talk');
    expect(await lights(bob.page())).toEqual(['ended']);
    await bob.start();
    await press(bob.page(), 'button', 'Accept');
    await bothTalk();
  });
});

async function bothTalk(): Promise<void> {
  await Promise.all([alice, bob].map((each) => find(each.page(), 'textbox', 'Message')));
  await bob.send('Scanned');
  await alice.sees('Scanned');
  await alice.send('Welcome');
  await bob.sees('Welcome');
}

/** Alice's screen before and with the code, and a file that only says it is a picture. */
async function pictures() {
  const paths = {
    noCode: join(folder, 'no-code.png'),
    screen: join(folder, 'screen.png'),
    noPicture: join(folder, 'words.png'),
  };
  await writeFile(paths.noCode, Buffer.from(await photograph(alice.page()), 'base64'));
  await alice.invite();
  await writeFile(paths.screen, Buffer.from(await photograph(alice.page()), 'base64'));
  await writeFile(paths.noPicture, 'These are words.');
  return paths;
}

async function choose(page: Page, path: string): Promise<void> {
  const input = await page.$('>>> gv-scan >>> input[type="file"]');
  if (input === null) throw new Error('There is no way to choose a picture.');
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}

function findNote(page: Page, beginning: string): Promise<true> {
  return eventually(`the note "${beginning}"`, async () => {
    const note = await page.$('>>> gv-scan >>> .note');
    const words = await note?.evaluate((node) => node.textContent.trim());
    return words?.startsWith(beginning) ? true : null;
  });
}

/** Who has these permissions has no others; it is as if the person had answered before. */
async function permit(person: Person, permissions: Permission[], url = server.url): Promise<void> {
  await person.page().browserContext().overridePermissions(new URL(url).origin, permissions);
}

/** Waits until the picture moves. */
function runs(page: Page): Promise<true> {
  return eventually('the picture of the camera', async () => {
    const video = await page.$('>>> gv-scan >>> video');
    const width = await video?.evaluate((node) => node.videoWidth);
    return width !== undefined && width > 0 ? true : null;
  });
}

async function camera(page: Page): Promise<{ chosen: string; others: string[] }> {
  return page.$eval('>>> gv-scan >>> select', (node) => {
    const { value, options } = node;
    const all = [...options].map((option) => option.value);
    return { chosen: value, others: all.filter((each) => each !== value) };
  });
}

/** Each camera that was on, in order: is it still? */
function lights(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { streams: MediaStream[] }).streams.flatMap((stream) =>
      stream.getTracks().map((track) => track.readyState),
    ),
  );
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.textContent?.trim() ?? '';
  });
}

async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** Notes every stream of a camera that the page is given. */
function keepStreams(): void {
  const streams: MediaStream[] = [];
  Object.assign(window, { streams });
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  // The empty page that a tab begins with is no secure context.
  if (devices === undefined) return;
  const given = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await given(constraints);
    streams.push(stream);
    return stream;
  };
}

/** A camera that shows one code and, when told so, the other. */
function playCodes(first: string[], second: string[]): void {
  let shown = first;
  Object.assign(window, { showNext: () => (shown = second) });
  if (!isSecureContext) return;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const paint = () => {
      const context = canvas.getContext('2d');
      if (context === null) return;
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, 640, 480);
      context.fillStyle = '#241a2b';
      const side = Math.floor(440 / shown.length);
      shown.forEach((row, y) => {
        [...row].forEach((module, x) => {
          if (module === '#') context.fillRect(60 + x * side, 20 + y * side, side, side);
        });
      });
    };
    paint();
    setInterval(paint, 100);
    const stream = canvas.captureStream(10);
    (window as unknown as { streams: MediaStream[] }).streams.push(stream);
    return stream;
  };
}

function rowsOf(text: string): string[] {
  const { data } = encode(text, { ecc: 'L', border: 4 });
  return data.map((row) => row.map((dark) => (dark ? '#' : ' ')).join(''));
}
