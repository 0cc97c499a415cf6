/**
 * How fast a device writes a backup of a long conversation and takes it in again where nothing is,
 * from the press on the button until the words say that it is done, and the longest task of the page
 * meanwhile. The passphrase is made into a key within that time.
 */
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { TestBrowser } from '../../e2e/support/browsers.ts';
import { eventually, find, press } from '../../e2e/support/find.ts';
import { median, rounded } from '../support/figures.ts';
import { hand } from '../support/in-page.ts';
import { longestTask } from './long-tasks.ts';
import { seedDevice } from './seeding.ts';

export type BackupBench = {
  readonly start: (profile: string) => Promise<TestBrowser>;
  readonly folder: string;
  readonly url: string;
  /** Where the rows of the history are served. */
  readonly history: string;
  readonly rounds: number;
};

/** Megabytes of the file for each second, and milliseconds. */
export type BackupFigures = {
  readonly backUp: number;
  readonly restore: number;
  readonly task: number;
};

const PASSPHRASE = 'four words that nobody else would take';

export const measureBackups = async (bench: BackupBench): Promise<BackupFigures> => {
  const seeded = join(bench.folder, 'backups');
  const browser = await bench.start(seeded);
  await seedDevice(browser, bench.url, bench.history);
  await browser.close();
  const speeds: { readonly backUp: number; readonly restore: number }[] = [];
  let task = 0;
  for (let round = 0; round < bench.rounds; round++) {
    const made = await backUp(bench, seeded, join(bench.folder, `saved-${round}`));
    const taken = await restore(bench, made.file);
    const megabytes = (await stat(made.file)).size / 1_000_000;
    speeds.push({ backUp: megabytes / made.seconds, restore: megabytes / taken.seconds });
    task = Math.max(task, made.task, taken.task);
    console.log(
      `${rounded(megabytes)} MB: backed up in ${rounded(made.seconds)} s (longest task ` +
        `${made.task} ms), restored in ${rounded(taken.seconds)} s (${taken.task} ms)`,
    );
  }
  return {
    backUp: median(speeds.map((each) => each.backUp)),
    restore: median(speeds.map((each) => each.restore)),
    task,
  };
};

type Measured = { readonly seconds: number; readonly task: number };

const backUp = async (
  { start, url, folder }: BackupBench,
  seeded: string,
  saved: string,
): Promise<Measured & { readonly file: string }> => {
  await mkdir(saved);
  const profile = join(folder, 'backing-up');
  await cp(seeded, profile, { recursive: true });
  const browser = await start(profile);
  try {
    const page = await browser.open(url);
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved });
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Back up');
    await hand(page, 'write', 'Passphrase', PASSPHRASE);
    await hand(page, 'write', 'The same once more', PASSPHRASE);
    const measured = await measure(page, 'Back up', 'Saved: ');
    const file = await eventually('a file', async () => finished(await readdir(saved)));
    return { ...measured, file: join(saved, file) };
  } finally {
    await browser.dispose();
  }
};

const finished = (names: readonly string[]): string | null =>
  names.find((name) => name.endsWith('.gvbackup')) ?? null;

const restore = async ({ start, url, folder }: BackupBench, file: string): Promise<Measured> => {
  const browser = await start(join(folder, 'restoring'));
  try {
    const page = await browser.open(url);
    await press(page, 'button', 'Restore');
    const input = await page.waitForSelector('>>> input#file');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
    await hand(page, 'write', 'Passphrase', PASSPHRASE);
    return await measure(page, 'Restore', 'Added: ');
  } finally {
    await browser.dispose();
  }
};

/** From the press on the button that can be reached until the status says so. */
const measure = async (page: Page, button: string, words: string): Promise<Measured> => {
  const target = await find(page, 'button', button);
  // Finding by name makes the browser compute the names of all that is on the page.
  await longestTask(page);
  const begun = await target.evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
    return performance.timeOrigin + performance.now();
  });
  const done = await hand(page, 'tells', words);
  return { seconds: (done - begun) / 1000, task: await longestTask(page) };
};
