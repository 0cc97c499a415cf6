/** Puts a history that the server has beside the app on the disk of a browser that was never used. */
import type { TestBrowser } from '../../e2e/support/browsers.ts';

/** `path`: where the rows are served. */
export const seedDevice = async (
  browser: TestBrowser,
  url: string,
  path: string,
): Promise<void> => {
  const page = await browser.open(`${url}healthz`);
  // The page's policy allows no script from beside the app.
  await page.setBypassCSP(true);
  await page.goto(`${url}healthz`);
  await page.addScriptTag({ url: '/seed.js', type: 'module' });
  await page.waitForFunction(() => 'seedDevice' in window);
  await page.evaluate((rows) => window.seedDevice(rows), path);
  await page.close();
};
