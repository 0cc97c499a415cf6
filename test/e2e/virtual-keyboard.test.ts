/**
 * A virtual keyboard over or under the app. Where it makes the window smaller, the window of the
 * test is made smaller; where it lies over the window, as in Safari, the visual viewport of the page
 * is one that the test moves.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeApp } from '../ui/sandbox/fake-app.ts';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find } from './support/find.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;

const phone = { width: 390, height: 844, hasTouch: true, isMobile: true };
const KEYBOARD = 340;

type Moved = { height: number; offsetTop: number; scale: number };

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  browser.before(() => {
    const real = window.visualViewport;
    if (real === null) return;
    const at: Partial<Moved> = {};
    for (const name of ['height', 'offsetTop', 'scale'] as const) {
      const given = Object.getOwnPropertyDescriptor(VisualViewport.prototype, name);
      Object.defineProperty(real, name, {
        get: () => at[name] ?? (given?.get?.call(real) as number),
      });
    }
    Object.assign(window, {
      moveViewport: (next: Partial<Moved>) => {
        for (const name of ['height', 'offsetTop', 'scale'] as const) delete at[name];
        Object.assign(at, next);
        real.dispatchEvent(new Event('resize'));
      },
    });
  });
  page = await browser.open(`${sandbox.url}?state=list`);
});

afterAll(async () => {
  expect(browser.errors).toEqual([]);
  await browser.dispose();
  await sandbox.close();
});

async function show(state: string) {
  await page.setViewport(phone);
  await page.goto(`${sandbox.url}?state=${state}`);
  await page.waitForSelector('html[data-ready]');
}

const moveViewport = (next: Partial<Moved>) =>
  page.evaluate(
    (to) => (window as unknown as { moveViewport: (to: Partial<Moved>) => void }).moveViewport(to),
    next,
  );

/** Where it lies in the window, once it has come to rest there. */
async function placeOf(role: 'textbox' | 'log', name: string) {
  const element = await find(page, role, name);
  return element.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return { top, bottom };
  });
}

const newestInSight = async (): Promise<true> => {
  const log = await find(page, 'log', 'Messages');
  return eventually('the end of the log', () =>
    log.evaluate((node) =>
      node.scrollHeight - node.scrollTop - node.clientHeight < 2 ? true : null,
    ),
  );
};

async function composerWithin(top: number, bottom: number) {
  let last = '';
  await eventually(
    `the composer between ${top} and ${bottom}`,
    async () => {
      const place = await placeOf('textbox', 'Message');
      last = JSON.stringify(place);
      return place.top >= top && place.bottom <= bottom ? true : null;
    },
    5000,
    () => `it is at ${last}`,
  );
}

describe('a virtual keyboard', () => {
  it('U-71: makes the window smaller: the page asks for it, and the composer and the newest message stay in sight', async () => {
    await show('conversation');
    const viewport = await page.$eval('meta[name=viewport]', (meta) =>
      meta.getAttribute('content'),
    );
    expect(viewport).toContain('interactive-widget=resizes-content');
    expect(viewport).not.toMatch(/user-scalable|maximum-scale/);
    await (await find(page, 'textbox', 'Message')).tap();
    await page.setViewport({ ...phone, height: phone.height - KEYBOARD });
    await composerWithin(0, phone.height - KEYBOARD);
    await newestInSight();
  });

  it('U-71: lies over the window: the app keeps to what is left, and comes back', async () => {
    await show('conversation');
    await moveViewport({ height: phone.height - KEYBOARD, offsetTop: 0 });
    await composerWithin(0, phone.height - KEYBOARD);
    await newestInSight();
    await page.evaluate(() => (window as unknown as { app: FakeApp }).app.receive('And now?'));
    await newestInSight();
    await moveViewport({});
    await composerWithin(phone.height - 100, phone.height);
    await newestInSight();
  });

  it('U-71: moves what is in sight: the app moves along', async () => {
    await show('conversation');
    await moveViewport({ height: phone.height - KEYBOARD, offsetTop: 200 });
    await composerWithin(200, phone.height - KEYBOARD + 200);
    const log = await placeOf('log', 'Messages');
    expect(log.top).toBeGreaterThanOrEqual(200);
  });

  it('U-71: the message being read stays where it is', async () => {
    await show('unread');
    const log = await find(page, 'log', 'Messages');
    await log.evaluate((node) => (node.scrollTop = 320));
    const before = await log.evaluate((node) => node.scrollTop);
    await moveViewport({ height: phone.height - KEYBOARD, offsetTop: 0 });
    await composerWithin(0, phone.height - KEYBOARD);
    expect(await log.evaluate((node) => node.scrollTop)).toBe(before);
  });

  it('U-71: fingers that zoom in change no layout', async () => {
    await show('conversation');
    await moveViewport({ height: phone.height / 2, offsetTop: 100, scale: 2 });
    await composerWithin(phone.height - 100, phone.height);
  });
});
