/**
 * How fast a long conversation opens, takes a message and merges, sealed and verified by the app,
 * beside the same texts in clear in Yjs and y-indexeddb (docs/BENCHES.md).
 *
 * Each figure is the median of fresh pages in a browser that was just started on a copy of a profile
 * with the history stored; sizes and stores take turns. `--pages 3` measures fewer, `--largest
 * 10000` leaves out what takes long to write.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../e2e/support/browsers.ts';
import { makeFixture } from './journal/fixture.ts';
import type { JournalBench, Whose } from './journal/page.ts';
import { encodeRows } from './journal/rows.ts';
import { serveBench } from './journal/serve.ts';
import { TEXT_BYTES } from './journal/texts.ts';
import { countFrom, median, report, rounded } from './support/figures.ts';

declare const window: { readonly journalBench: JournalBench };

const SIZES = { '1k': 1_000, '10k': 10_000, '100k': 100_000 } as const;
type Times = Record<'open' | 'append' | 'merge', number[]>;
type Subject = {
  readonly name: string;
  readonly count: number;
  readonly stored: number;
  readonly times: Record<Whose, Times>;
};

const pages = countFrom('pages', 15);
const largest = countFrom('largest', 100_000);
const sizes = Object.entries(SIZES).filter(([, count]) => count <= largest);
const folder = await mkdtemp(join(tmpdir(), 'grapevine-journal-'));
const server = await serveBench(folder);
try {
  const subjects: Subject[] = [];
  for (const [name, count] of sizes) subjects.push(await prepare(name, count));
  for (let round = 0; round < pages; round++) {
    for (const subject of subjects) {
      await measure(subject, round);
      console.log(`${subject.name}: round ${round + 1} of ${pages}`);
    }
  }
  report(Object.fromEntries(subjects.map((subject) => [subject.name, figuresOf(subject)])));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Makes the profile that all measurements of this size are copies of. */
async function prepare(name: string, count: number): Promise<Subject> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  console.log(`${name}: writing the history`);
  const fixture = await makeFixture(count, Date.now());
  console.log(`${name}: storing it after ${seconds()} s`);
  await mkdir(join(folder, String(count)));
  for (const part of ['base', 'alice', 'bob'] as const) {
    await writeFile(join(folder, String(count), part), encodeRows(fixture[part]));
  }
  const browser = await launchBrowser('chromium', { profile: profileOf(name) });
  const page = await browser.open(server.url);
  const stored = await page.evaluate((history) => window.journalBench.seed(history), count);
  await browser.close();
  await rm(join(folder, String(count)), { recursive: true });
  console.log(`${name}: stored after ${seconds()} s`);
  return { name, count, stored, times: { ours: noTimes(), rival: noTimes() } };
}

async function measure({ name, count, times }: Subject, round: number): Promise<void> {
  const order: readonly Whose[] = round % 2 === 0 ? ['ours', 'rival'] : ['rival', 'ours'];
  const profile = join(folder, 'run');
  await cp(profileOf(name), profile, { recursive: true });
  const browser = await launchBrowser('chromium', { profile });
  try {
    for (const whose of order) {
      const page = await browser.open(server.url);
      const { open, append } = await page.evaluate(
        (who, history) => window.journalBench.open(who, history),
        whose,
        count,
      );
      times[whose].open.push(open);
      times[whose].append.push(append);
      await page.close();
    }
    for (const whose of order) {
      const page = await browser.open(server.url);
      const merge = await page.evaluate(
        (who, history) => window.journalBench.merge(who, history),
        whose,
        count,
      );
      times[whose].merge.push(merge);
      await page.close();
    }
    if (browser.errors.length > 0) throw new Error(browser.errors.join('\n'));
  } finally {
    await browser.dispose();
  }
}

function figuresOf({ count, stored, times: { ours, rival } }: Subject): Record<string, number> {
  const [open, rivalOpen] = [median(ours.open), median(rival.open)];
  return {
    open_ms: rounded(open),
    rival_open_ms: rounded(rivalOpen),
    open_ratio: Math.round((open / rivalOpen) * 100) / 100,
    append_ms: rounded(median(ours.append)),
    rival_append_ms: rounded(median(rival.append)),
    merge_ms: rounded(median(ours.merge)),
    rival_merge_ms: rounded(median(rival.merge)),
    stored_bytes: stored,
    payload_bytes: count * TEXT_BYTES,
  };
}

function profileOf(name: string): string {
  return join(folder, `profile-${name}`);
}

function noTimes(): Times {
  return { open: [], append: [], merge: [] };
}
