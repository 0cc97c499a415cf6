import type { LaunchOptions } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';

/** The path of the browser's program, or null when this machine has none. */
export function findBrowser(name: BrowserName): string | null;

/** What puppeteer needs to launch it; throws when it is not there. */
export function launchOptions(name: BrowserName): LaunchOptions;
