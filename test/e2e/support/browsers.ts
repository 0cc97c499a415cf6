/**
 * Real browsers with a profile folder that outlives them, so that a test can close one, or kill it,
 * and come back as the same person on the same device.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions, type BrowserName } from '../../../scripts/browsers.mjs';

export interface TestBrowser {
  readonly name: BrowserName;
  /** The browser that runs now; another one after `restart`. */
  browser(): Browser;
  /** A new tab of this profile, 800×600, with words for whatever the page reports as an error. */
  open(url: string): Promise<Page>;
  /** Closes it as a person would, keeping the profile. */
  close(): Promise<void>;
  /** Ends it as a crash or a power cut would, keeping the profile. */
  kill(): Promise<void>;
  /** Starts it again on the same profile. */
  restart(): Promise<void>;
  /** Ends it if it runs and removes the profile. */
  dispose(): Promise<void>;
  /** What pages reported since the start: uncaught errors and policy violations. */
  readonly errors: readonly string[];
}

export async function launchBrowser(name: BrowserName): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), `grapevine-${name}-`));
  const errors: string[] = [];
  let browser = await launch(name, profile);
  return {
    name,
    errors,
    browser: () => browser,
    async open(url) {
      const page = await browser.newPage();
      collectErrors(page, errors);
      await page.setViewport({ width: 800, height: 600 });
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
    kill: () => killBrowser(browser),
    async restart() {
      browser = await launch(name, profile);
    },
    async dispose() {
      await killBrowser(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function launch(name: BrowserName, profile: string): Promise<Browser> {
  return puppeteer.launch({ ...launchOptions(name), headless: true, userDataDir: profile });
}

function collectErrors(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${String(error)}`));
  page.on('console', (message) => {
    if (/Content[- ]Security[- ]Policy/i.test(message.text())) errors.push(message.text());
  });
}

/** The whole process group: browsers keep helpers that would go on writing to the profile. */
async function killBrowser(browser: Browser): Promise<void> {
  const child = browser.process();
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Not a group leader on this system: the process alone, then.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
    child.kill('SIGKILL');
  }
  await ended;
}
