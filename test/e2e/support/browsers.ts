/**
 * Real browsers with a profile folder that outlives them, so that a test can close one, or kill it,
 * and come back as the same person on the same device.
 */
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { launchOptions, type BrowserName } from '../../../scripts/browsers.mjs';
import {
  ICE_MARK,
  isForeign,
  tellIceServers,
  watchForStrangers,
  type StrangerWatch,
} from './strangers.ts';

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
  /** Every process of it stands still, as when the lid of a laptop is closed, until `wake`. */
  sleep(): void;
  wake(): void;
  /** Starts it again on the same profile. */
  restart(): Promise<void>;
  /** Ends it if it runs and removes the profile; fails when anybody was asked who should not be. */
  dispose(): Promise<void>;
  /** What pages reported since the start: uncaught errors and policy violations. */
  readonly errors: readonly string[];
  /** Every address that pages asked for since the start, sockets included where the browser tells. */
  readonly requests: ReadonlySet<string>;
  /** Hosts beyond this machine that something in it really turned to. */
  readonly reached: readonly string[];
  /** Whom its pages asked, or tried to, beside the hosts they were opened from. */
  strangers(): readonly string[];
  /** Pages may ask the host of this address too. */
  allow(url: string): void;
  /** Runs in every tab that is opened from now on, before the app does. */
  before<T extends readonly unknown[]>(script: (...args: T) => void, ...args: T): void;
  /** Somebody else at the same machine: a browser with nothing of this one's in it, and quick to have. */
  guest(): Promise<TestBrowser>;
}

export type BrowserSettings = {
  /** Where the browser keeps everything; removed in the end. A new folder when left out. */
  readonly profile?: string;
  /** For the command line of Chromium, after those that every test browser gets. */
  readonly args?: readonly string[];
  /** Preferences of Firefox, beside those that every test browser gets. */
  readonly prefs?: Readonly<Record<string, unknown>>;
};

export async function launchBrowser(
  name: BrowserName,
  { profile: given, args = [], prefs = {} }: BrowserSettings = {},
): Promise<TestBrowser> {
  const profile = given ?? (await mkdtemp(join(tmpdir(), `grapevine-${name}-`)));
  const watch = await watchForStrangers(name);
  const start = () => launch(name, profile, [...watch.args, ...args], { ...watch.prefs, ...prefs });
  let browser = await start().catch(async (reason: unknown) => {
    await watch.stop();
    throw reason;
  });
  const own = tabs(name, () => browser, watch);
  return {
    ...own,
    browser: () => browser,
    guest: () => createGuest(name, browser, watch),
    close: () => browser.close(),
    kill: () => killBrowser(browser),
    sleep: () => signalAll(browser, 'SIGSTOP'),
    wake: () => signalAll(browser, 'SIGCONT'),
    async restart() {
      browser = await start();
    },
    async dispose() {
      await killBrowser(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      await watch.stop();
      refuseStrangers(own);
    },
  };
}

/** Lives as long as the browser it is in; cannot be killed or started again. */
async function createGuest(
  name: BrowserName,
  host: Browser,
  watch: StrangerWatch,
): Promise<TestBrowser> {
  const context = await host.createBrowserContext();
  const never = (): never => {
    throw new Error('A guest has no browser of its own.');
  };
  const own = tabs(name, () => context, watch);
  return {
    ...own,
    browser: () => host,
    guest: () => createGuest(name, host, watch),
    close: () => context.close(),
    kill: never,
    sleep: never,
    wake: never,
    restart: never,
    async dispose() {
      await context.close();
      refuseStrangers(own);
    },
  };
}

type Tabs = Pick<
  TestBrowser,
  'name' | 'open' | 'before' | 'errors' | 'requests' | 'reached' | 'strangers' | 'allow'
>;

function tabs(
  name: BrowserName,
  place: () => Browser | BrowserContext,
  watch: StrangerWatch,
): Tabs {
  const errors: string[] = [];
  const requests = new Set<string>();
  const hosts = new Set<string>();
  const scripts: ((page: Page) => Promise<unknown>)[] = [];
  const allow = (url: string) => void hosts.add(new URL(url).host);
  return {
    name,
    errors,
    requests,
    reached: watch.asked,
    strangers: () => [
      ...[...requests].filter((address) => isForeign(address, hosts)),
      ...watch.asked,
    ],
    allow,
    before: (script, ...args) => {
      scripts.push((page) => page.evaluateOnNewDocument(script, ...args));
    },
    async open(url) {
      const page = await place().newPage();
      allow(url);
      collectErrors(page, errors);
      await collectRequests(page, requests, name);
      await page.evaluateOnNewDocument(tellIceServers, ICE_MARK);
      for (const prepare of scripts) await prepare(page);
      await page.setViewport({ width: 800, height: 600 });
      await page.goto(url);
      return page;
    },
  };
}

function refuseStrangers(own: Tabs): void {
  const asked = own.strangers();
  if (asked.length > 0) throw new Error(`Pages asked strangers: ${[...new Set(asked)].join(' ')}`);
}

async function launch(
  name: BrowserName,
  profile: string,
  args: readonly string[],
  prefs: Readonly<Record<string, unknown>>,
): Promise<Browser> {
  const options = launchOptions(name);
  // Puppeteer makes a copy of it, which fails when a killed Firefox has left a profile without one.
  if (name === 'firefox') await appendFile(join(profile, 'user.js'), '');
  return puppeteer.launch({
    ...options,
    args: [...(options.args ?? []), ...args],
    extraPrefsFirefox: { ...options.extraPrefsFirefox, ...prefs },
    headless: true,
    userDataDir: profile,
  });
}

function collectErrors(page: Page, errors: string[]): void {
  // What is being asked of a page that crashed would never be answered; that it closes is an answer.
  page.on('error', (error) => {
    errors.push(`${page.url()}: ${String(error)}`);
    page.close().catch(() => undefined);
  });
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${String(error)}`));
  page.on('console', (message) => {
    if (/Content[- ]Security[- ]Policy/i.test(message.text())) errors.push(message.text());
  });
}

async function collectRequests(page: Page, requests: Set<string>, name: BrowserName) {
  page.on('request', (request) => requests.add(request.url()));
  page.on('console', (message) => {
    const [mark, servers] = message.text().split(ICE_MARK);
    if (mark === '' && servers !== undefined) {
      for (const server of servers.split(' ')) requests.add(server);
    }
  });
  if (name === 'firefox') return;
  const devtools = await page.createCDPSession();
  await devtools.send('Network.enable');
  devtools.on('Network.webSocketCreated', ({ url }) => requests.add(url));
}

/** With its helpers, which would go on writing to the profile. */
async function killBrowser(browser: Browser): Promise<void> {
  const child = browser.process();
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  signalAll(browser, 'SIGKILL');
  await ended;
}

/** The whole process group: browsers are many processes. */
function signalAll(browser: Browser, signal: NodeJS.Signals): void {
  const child = browser.process();
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Not a group leader on this system: the process alone, then.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
    child.kill(signal);
  }
}
