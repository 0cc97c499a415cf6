/** The longest task of a page's main thread since it was last asked, in milliseconds. */
import type { Page } from 'puppeteer-core';
import type { TestBrowser } from '../../e2e/support/browsers.ts';

declare global {
  interface Window {
    longestTask: number;
  }
}

/** For every tab that the browser opens from now on. Tasks below 50 ms are not told. */
export const watchTasks = (browser: TestBrowser): void =>
  browser.before(() => {
    window.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        window.longestTask = Math.max(window.longestTask, duration);
      }
    }).observe({ type: 'longtask', buffered: true });
  });

export const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const longest = window.longestTask;
    window.longestTask = 0;
    return longest;
  });
