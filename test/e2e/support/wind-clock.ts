import type { TestBrowser } from './browsers.ts';

/** Every page that is opened from now on has a clock that is so many milliseconds ahead. */
export function windClock(browser: TestBrowser, by: number): void {
  browser.before((ahead) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ahead;
  }, by);
}
