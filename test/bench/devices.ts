/**
 * What a device costs: how long an app with a passphrase takes to unlock with a short and with a long
 * conversation, how long the history takes to a device that is linked, how fast it backs up and restores,
 * and the longest task that a page had meanwhile (docs/BENCHES.md).
 *
 * The built app in real Chromium, its worker on, a browser started anew for each measurement on a
 * copy of a profile with the history stored. `--rounds 3` measures fewer, `--largest 10000` takes a
 * smaller long history, `--only link` at the end of the line measures the linking alone.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from '../e2e/support/browsers.ts';
import { startServer } from '../e2e/support/server.ts';
import { makeAppFolder } from './devices/app-folder.ts';
import { measureBackups } from './devices/backups.ts';
import { linkDevice, type Linked } from './devices/link.ts';
import { longestTask, watchTasks } from './devices/long-tasks.ts';
import { seedDevice } from './devices/seeding.ts';
import { makeFixture } from './journal/fixture.ts';
import { encodeRows } from './journal/rows.ts';
import { textOf } from './journal/texts.ts';
import { countFrom, median, report, rounded } from './support/figures.ts';
import { giveHands, hand } from './support/in-page.ts';

const SHORT = 1_000;
const BACKED_UP = 10_000;
const LINKED = 10_000;
/** They take longer than an unlock does. */
const MOST_LINKS = 3;
const PASSPHRASE = 'four words that nobody else would take';

const rounds = countFrom('rounds', 7);
const long = countFrom('largest', 100_000);
const measuresRest = !process.argv.includes('--only');
const folder = await mkdtemp(join(tmpdir(), 'grapevine-devices-'));
const app = join(folder, 'app');
await makeAppFolder(app);
const lengths = [LINKED, ...(measuresRest ? [SHORT, BACKED_UP, long] : [])];
for (const count of new Set(lengths)) {
  const started = performance.now();
  const { base } = await makeFixture(count, Date.now());
  await writeFile(join(app, `${count}.rows`), encodeRows(base));
  console.log(
    `${count} messages: written after ${rounded((performance.now() - started) / 1000)} s`,
  );
}
const server = await startServer({ args: ['--app-dir', app] });
try {
  const parts = [await measureLink()];
  if (measuresRest) parts.push(await measureUnlock(), await measureBackup());
  const longest = Math.max(...parts.map(longestOf));
  report({ ...Object.assign({}, ...parts), longest_task_ms: rounded(longest) });
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

type Figures = Readonly<Record<string, number>>;

function longestOf({ longest_task_ms: longest = 0 }: Figures): number {
  return longest;
}

async function measureUnlock(): Promise<Figures> {
  for (const count of [SHORT, long]) await prepare(count);
  const unlocked = new Map<number, number[]>([SHORT, long].map((count) => [count, []]));
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [count, times] of unlocked) {
      const { ms, task } = await unlock(count);
      times.push(ms);
      longest = Math.max(longest, task);
    }
    console.log(`round ${round + 1} of ${rounds}`);
  }
  return {
    unlock_1k_ms: rounded(median(unlocked.get(SHORT) ?? [])),
    [long === 100_000 ? 'unlock_100k_ms' : `unlock_${long}_ms`]: rounded(
      median(unlocked.get(long) ?? []),
    ),
    longest_task_ms: longest,
  };
}

async function measureBackup(): Promise<Figures> {
  const backups = await measureBackups({
    start,
    folder,
    url: server.url,
    history: `/${BACKED_UP}.rows`,
    rounds: Math.min(rounds, 3),
  });
  return {
    backup_mb_s: rounded(backups.backUp),
    restore_mb_s: rounded(backups.restore),
    longest_task_ms: backups.task,
  };
}

async function measureLink(): Promise<Figures> {
  const phone = join(folder, 'profile-linked');
  const browser = await start(phone);
  await seedDevice(browser, server.url, `/${LINKED}.rows`);
  await browser.close();
  const all: Linked[] = [];
  for (let round = 0; round < Math.min(rounds, MOST_LINKS); round++) {
    const profile = join(folder, 'run');
    await cp(phone, profile, { recursive: true });
    const there = await start(profile);
    const newcomer = await start();
    try {
      all.push(await linkDevice(there, newcomer, server.url, LINKED));
    } finally {
      for (const each of [there, newcomer]) await each.dispose();
    }
    console.log(`link ${round + 1}: ${JSON.stringify(all.at(-1))}`);
  }
  return {
    link_device_10k_s: rounded(median(all.map(({ all: ms }) => ms)) / 1000),
    newest_s: rounded(median(all.map(({ newest }) => newest)) / 1000),
    longest_task_ms: Math.max(...all.map(({ task }) => task)),
  };
}

function profileOf(count: number): string {
  return join(folder, `profile-${count}`);
}

/** Makes the profile that all measurements of this length are copies of. */
async function prepare(count: number): Promise<void> {
  const browser = await start(profileOf(count));
  await seedDevice(browser, server.url, `/${count}.rows`);
  const page = await browser.open(server.url);
  await hand(page, 'hears', textOf('both', count - 1));
  await hand(page, 'press', 'Settings');
  await hand(page, 'press', 'Set a passphrase');
  await hand(page, 'write', 'Passphrase', PASSPHRASE);
  await hand(page, 'write', 'The same once more', PASSPHRASE);
  await hand(page, 'press', 'Set passphrase');
  await hand(page, 'offers', 'Change passphrase');
  await hand(page, 'press', 'Lock now');
  await hand(page, 'sees', 'Passphrase');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await browser.close();
}

/** From the press on "Unlock" until the newest message and the composer can be seen. */
async function unlock(count: number): Promise<{ readonly ms: number; readonly task: number }> {
  const profile = join(folder, 'run');
  await cp(profileOf(count), profile, { recursive: true });
  const browser = await start(profile);
  try {
    const page = await browser.open(server.url);
    await hand(page, 'write', 'Passphrase', PASSPHRASE);
    await longestTask(page);
    const pressed = await hand(page, 'press', 'Unlock');
    const seen = await Promise.all([
      hand(page, 'sees', 'Message'),
      hand(page, 'hears', textOf('both', count - 1)),
    ]);
    return { ms: Math.max(...seen) - pressed, task: await longestTask(page) };
  } finally {
    await browser.dispose();
  }
}

async function start(profile?: string): Promise<TestBrowser> {
  const browser = await launchBrowser('chromium', profile ? { profile } : {});
  giveHands(browser);
  watchTasks(browser);
  return browser;
}
