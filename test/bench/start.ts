/**
 * How long an installed app takes to open without a network on a slow machine: Chromium started anew
 * on a profile that holds a conversation, the node gone, the page's processor slowed down by four
 * (`Emulation.setCPUThrottlingRate`). From the start of the navigation until the composer and the
 * newest message can be seen.
 */
import type { Page } from 'puppeteer-core';
import { launchBrowser } from '../e2e/support/browsers.ts';
import { startServer } from '../e2e/support/server.ts';
import { countFrom, median, report, rounded } from './support/figures.ts';
import { giveHands, hand } from './support/in-page.ts';

const SLOWDOWN = 4;
const MESSAGES = 60;
const rounds = countFrom('rounds', 11);

const server = await startServer();
const alice = await launchBrowser('chromium');
const bob = await launchBrowser('chromium');
try {
  await talk();
  await server.stop();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const time = await openCold();
    console.log(`start ${round + 1}: ${rounded(time)} ms`);
    times.push(time);
  }
  report({ cold_open_ms_4x_slowdown: rounded(median(times)) });
} finally {
  await Promise.all([alice.dispose(), bob.dispose()]);
  await server.stop();
}

/** Leaves Alice with a conversation, and with the shell kept by the worker. */
async function talk() {
  for (const browser of [alice, bob]) giveHands(browser);
  const [hers, his] = await Promise.all([alice.open(server.url), bob.open(server.url)]);
  for (const page of [hers, his]) {
    await hand(page, 'write', 'Your name', 'Somebody');
    await hand(page, 'press', 'Start');
  }
  await hand(hers, 'press', 'New conversation');
  await hand(his, 'write', 'Paste an invitation', await hand(hers, 'read', 'Invitation link'));
  await hand(his, 'press', 'Open');
  await hand(his, 'press', 'Accept');
  await hand(hers, 'sees', 'Message');
  for (let i = 1; i <= MESSAGES; i++) {
    await hand(hers, 'write', 'Message', `message ${i} of ${MESSAGES}`);
    await hand(hers, 'press', 'Send');
    await hand(hers, 'hears', `message ${i} of ${MESSAGES}`);
  }
  await hers.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await alice.close();
}

async function openCold(): Promise<number> {
  await alice.restart();
  const page = await alice.open('about:blank');
  await slowDown(page);
  await page.goto(server.url);
  const newest = `message ${MESSAGES} of ${MESSAGES}`;
  const [composer, message] = await Promise.all([
    hand(page, 'sees', 'Message'),
    hand(page, 'hears', newest),
  ]);
  const begun = await page.evaluate(() => performance.timeOrigin);
  await alice.close();
  return Math.max(composer, message) - begun;
}

async function slowDown(page: Page) {
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}
