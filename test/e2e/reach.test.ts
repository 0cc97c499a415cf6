/**
 * Every screen and state of the sandbox for people who see, touch or move differently: enlarged
 * pages and enlarged text, fingers, no motion, forced colours.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { states } from '../ui/sandbox/states.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { lostText, moving, smallTargets, sticksOut, withoutRing } from './support/reach.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;
let devtools: CDPSession;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
  devtools = await page.createCDPSession();
});

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

type View = {
  readonly width: number;
  readonly height: number;
  readonly touch?: boolean;
  readonly query?: string;
};

/** Shows every state in the view and gives what the questions found, by state; empty is good. */
async function look(
  { width, height, touch = false, query = '' }: View,
  ...questions: readonly (() => string[])[]
): Promise<Record<string, readonly string[]>> {
  await page.setViewport({ width, height, hasTouch: touch, isMobile: touch });
  const found: Record<string, readonly string[]> = {};
  for (const state of Object.keys(states)) {
    await page.goto(`${sandbox.url}?state=${state}${query}`);
    await page.waitForSelector('html[data-ready]');
    const seen: string[] = [];
    for (const question of questions) seen.push(...(await page.evaluate(question)));
    if (seen.length > 0) found[state] = [...new Set(seen)];
  }
  return found;
}

/** The text size that a person sets in the browser; 16 is what it comes with. */
const setTextSize = (standard: number) =>
  devtools.send('Page.setFontSizes', { fontSizes: { standard } });

describe('every screen and state', () => {
  // A window of 1280×1024 at 200 % is 640×512 of these pixels, at 400 % 320×256 (WCAG 2.2, 1.4.10).
  it.each([
    ['200 %', { width: 640, height: 512 }],
    ['400 %', { width: 320, height: 256 }],
  ] as const)('U-58: enlarged to %s, it loses nothing', async (_size, view) => {
    expect(await look(view, lostText, sticksOut)).toEqual({});
  });

  it.each([
    ['a desk', { width: 1280, height: 800 }],
    ['a phone', { width: 390, height: 844, touch: true }],
  ] as const)('U-58: with letters twice as big it loses nothing on %s', async (_where, view) => {
    await setTextSize(32);
    try {
      expect(await look(view, lostText, sticksOut)).toEqual({});
    } finally {
      await setTextSize(16);
    }
  });

  it('U-59: stands still where motion is not wanted', async () => {
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    try {
      expect(await look({ width: 800, height: 600 }, moving)).toEqual({});
    } finally {
      await page.emulateMediaFeatures([]);
    }
  });

  it('U-69: gives fingers 44 by 44 pixels', async () => {
    expect(await look({ width: 390, height: 844, touch: true }, smallTargets)).toEqual({});
  });

  it('U-70: shows where the focus is, also in forced colours', async () => {
    expect(await look({ width: 1000, height: 700 }, withoutRing)).toEqual({});
    await devtools.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: 'active' }],
    });
    expect(await look({ width: 1000, height: 700 }, withoutRing)).toEqual({});
    await devtools.send('Emulation.setEmulatedMedia', { features: [] });
  });
});
