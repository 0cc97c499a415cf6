/**
 * Pictures of every screen and state, to be looked at: `npx tsx test/ui/shots.ts [state ...]`.
 * They go to .cache/shots. `VIEWS=phone-light,desk-dark` chooses views, `LOCALE`, `DIR` as they say.
 */

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { launchOptions } from '../../scripts/browsers.mjs';
import { serveSandbox } from './sandbox/serve.ts';

const views = {
  'phone-light': { width: 390, height: 844, scheme: 'light', touch: true },
  'phone-dark': { width: 390, height: 844, scheme: 'dark', touch: true },
  'desk-light': { width: 1280, height: 800, scheme: 'light', touch: false },
  'desk-dark': { width: 1280, height: 800, scheme: 'dark', touch: false },
  'small-light': { width: 320, height: 640, scheme: 'light', touch: true },
  'old-light': { width: 800, height: 600, scheme: 'light', touch: false },
  'wide-light': { width: 1440, height: 900, scheme: 'light', touch: false },
} as const;

const folder = fileURLToPath(new URL('../../.cache/shots/', import.meta.url));
const {
  VIEWS = 'phone-light,phone-dark,desk-light,desk-dark',
  LOCALE = 'en',
  DIR = 'ltr',
} = process.env;
const chosen = Object.entries(views).filter(([name]) => VIEWS.split(',').includes(name));

await mkdir(folder, { recursive: true });
const sandbox = await serveSandbox();
const browser = await puppeteer.launch({ ...launchOptions('chromium'), headless: true });
try {
  const wanted = process.argv.slice(2);
  const names = wanted.length > 0 ? wanted : await allStates();
  for (const [view, { width, height, scheme, touch }] of chosen) {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.log(view, String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') console.log(view, message.text());
    });
    await page.setViewport({ width, height, hasTouch: touch, isMobile: touch });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const name of names) {
      await page.goto(`${sandbox.url}?state=${name}&locale=${LOCALE}&dir=${DIR}`);
      await page.waitForSelector('html[data-ready]');
      await page.screenshot({ path: `${folder}${name}.${view}.png` });
    }
    await page.close();
  }
} finally {
  await browser.close();
  await sandbox.close();
}

async function allStates(): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(`${sandbox.url}?state=list`);
  await page.waitForSelector('html[data-ready]');
  const names = await page.evaluate(() => (window as unknown as { states: string[] }).states);
  await page.close();
  return names;
}
