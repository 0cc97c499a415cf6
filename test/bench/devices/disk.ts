/** A page of the app's origin that looks at the disk beside the app (seed.ts). */
import type { Page } from 'puppeteer-core';
import type { TestBrowser } from '../../e2e/support/browsers.ts';

export const openDisk = async (browser: TestBrowser, url: string): Promise<Page> => {
  const page = await browser.open(`${url}healthz`);
  await page.setBypassCSP(true);
  await page.goto(`${url}healthz`);
  await page.addScriptTag({ url: '/seed.js', type: 'module' });
  await page.waitForFunction(() => 'seedDevice' in window);
  return page;
};
