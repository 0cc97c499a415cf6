/**
 * Takes pictures of the sandbox in a real browser. Clock, time zone, motion and caret are held
 * still: the same screen gives the same picture on another day.
 */

import puppeteer, { type CDPSession, type Page } from 'puppeteer-core';
import { launchOptions } from '../../../scripts/browsers.mjs';
import { serveSandbox } from '../sandbox/serve.ts';
import { looks, views, type Look, type ViewName } from './views.ts';

export type Shot = {
  readonly state: string;
  readonly view: ViewName;
  readonly look: Look;
  readonly dir?: 'ltr' | 'rtl';
  readonly locale?: string;
};

export type Photographer = {
  /** All states that the sandbox can show. */
  states(): Promise<readonly string[]>;
  /** WebP; at 50 letters can still be read, and a picture weighs 5 to 35 kB. */
  take(shot: Shot): Promise<Uint8Array>;
  /** The same screen once more. */
  again(): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** A Tuesday afternoon, local time of the pictures. */
const NOON = Date.UTC(2026, 8, 15, 12, 34);
const QUALITY = 50;

export async function createPhotographer(tell: (words: string) => void): Promise<Photographer> {
  const sandbox = await serveSandbox();
  const browser = await puppeteer.launch({ ...launchOptions('chromium'), headless: true });
  const page = await browser.newPage();
  const session = await page.createCDPSession();
  page.on('pageerror', (error) => tell(String(error)));
  page.on('console', (message) => {
    const isIcon = message.location().url?.endsWith('/favicon.ico') ?? false;
    if (message.type() === 'error' && !isIcon) tell(message.text());
  });
  await page.emulateTimezone('Europe/Lisbon');
  await page.evaluateOnNewDocument(stopClock, NOON);
  // Other colours of the same screen in the same window need no other load.
  let shown = '';
  const picture = () => page.screenshot({ type: 'webp', quality: QUALITY });

  return {
    states: async () => {
      await show(page, sandbox.url, { state: 'list', view: 'desk', look: 'light' });
      return page.evaluate(() => (window as unknown as { states: string[] }).states);
    },
    take: async (shot) => {
      await look(page, session, shot);
      const scene = JSON.stringify({ ...shot, look: undefined });
      if (scene !== shown) {
        await show(page, sandbox.url, shot);
        await page.evaluate(hideCaret);
        shown = scene;
      }
      await page.evaluate(drawn);
      return picture();
    },
    again: picture,
    close: async () => {
      await browser.close();
      await sandbox.close();
    },
  };
}

async function look(page: Page, session: CDPSession, shot: Shot) {
  const { width, height, touch } = views[shot.view];
  await page.setViewport({ width, height, hasTouch: touch, isMobile: touch });
  await session.send('Emulation.setEmulatedMedia', { features: [...looks[shot.look]] });
}

async function show(page: Page, url: string, { state, dir = 'ltr', locale = 'en' }: Shot) {
  await page.goto(`${url}?state=${state}&dir=${dir}&locale=${locale}`);
  await page.waitForSelector('html[data-ready]');
}

/** Runs in the page. */
function stopClock(at: number) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [at] : given) as [number]));
    }
    static override now() {
      return at;
    }
  } as DateConstructor;
}

/** Runs in the page: what follows from other colours is on the screen. */
async function drawn() {
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Runs in the page, where the security policy allows no style elements. */
function hideCaret() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html { caret-color: transparent }');
  document.adoptedStyleSheets.push(sheet);
}
