/**
 * Goes through every state of the sandbox: each is loaded once, and asked everything there, in as
 * many sizes and looks as wanted. Two pages share the way, for loading is mostly waiting. Each is
 * somebody else's window, and believes to have the focus: a tab behind another would not draw.
 */
import type { Page } from 'puppeteer-core';
import { states } from '../../ui/sandbox/states.ts';
import type { TestBrowser } from './browsers.ts';

export type Question = () => readonly string[] | Promise<readonly string[]>;

/** Where one state is looked at. */
export type Stand = {
  readonly page: Page;
  resize(width: number, height: number): Promise<void>;
  /** The preferences of the system, by their media features; those not named are as they come. */
  prefer(features: Readonly<Record<string, string>>): Promise<void>;
  /** The text size that a person sets in the browser; 16 is what it comes with. */
  setTextSize(pixels: number): Promise<void>;
  /** Notes what was found, under the name of a check; nothing found is good. */
  note(check: string, found: readonly string[]): void;
  /** Asks in the page, and notes the answer. */
  ask(check: string, ...questions: readonly Question[]): Promise<void>;
};

/**
 * What was found: by check, then by state; `errors` are what the pages reported. A check that no
 * state was asked is missing.
 */
export type Findings = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type Tour = {
  /** Of the sandbox, with what it is asked for beside the state, such as `&dir=rtl`. */
  readonly url: string;
  readonly query?: string;
  readonly touch?: boolean;
  readonly size: readonly [width: number, height: number];
  look(stand: Stand, state: string): Promise<void>;
};

type Notes = Record<string, Record<string, readonly string[]>>;

const VISITORS = 2;

/** While working on a few of them: `STATES=list,contacts npx vitest run …`. */
const wanted = process.env['STATES']?.split(',');

export async function tour(browser: TestBrowser, given: Tour): Promise<Findings> {
  const left = Object.keys(states).filter((name) => wanted?.includes(name) ?? true);
  const found: Notes = {};
  const visit = async () => {
    const guest = await browser.guest();
    try {
      const page = await guest.open(`${given.url}?state=list`);
      for (let state = left.shift(); state !== undefined; state = left.shift()) {
        const before = guest.errors.length;
        await visitState(page, given, state, found);
        noteAt(found, state, 'errors', guest.errors.slice(before));
      }
    } finally {
      await guest.dispose();
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visit));
  return found;
}

async function visitState(
  page: Page,
  { url, query = '', touch = false, size: [width, height], look }: Tour,
  state: string,
  found: Notes,
): Promise<void> {
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  const kind = { hasTouch: touch, isMobile: touch };
  const stand: Stand = {
    page,
    resize: async (w, h) => {
      await page.setViewport({ width: w, height: h, ...kind });
      await drawn(page);
    },
    prefer: async (features) => {
      const list = Object.entries(features).map(([name, value]) => ({ name, value }));
      await devtools.send('Emulation.setEmulatedMedia', { features: list });
      await drawn(page);
    },
    setTextSize: async (standard) => {
      await devtools.send('Page.setFontSizes', { fontSizes: { standard } });
      await drawn(page);
    },
    note: (check, answers) => noteAt(found, state, check, answers),
    ask: async (check, ...questions) => {
      for (const question of questions) stand.note(check, await page.evaluate(question));
    },
  };
  await page.setViewport({ width, height, ...kind });
  await page.goto(`${url}?state=${state}${query}`);
  await page.waitForSelector('html[data-ready]');
  await look(stand, state);
  await devtools.detach();
}

/** Runs in the page: whatever follows from a change of size or of looks has been drawn. */
function drawn(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

function noteAt(found: Notes, state: string, check: string, answers: readonly string[]): void {
  const ofCheck = (found[check] ??= {});
  const all = new Set([...(ofCheck[state] ?? []), ...answers]);
  if (all.size > 0) ofCheck[state] = [...all];
}
