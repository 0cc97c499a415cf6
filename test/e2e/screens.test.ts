/**
 * Every screen and state of the sandbox in a real browser, under the app's own security headers:
 * axe finds nothing, light and dark; no word was left out of the localisation; nothing is wider
 * than the window. The pictures of the same states are made by test/ui/shots.ts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as people from '../ui/sandbox/people.ts';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { states } from '../ui/sandbox/states.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { sticksOut } from './support/reach.ts';
import { tour, type Findings, type Stand } from './support/tour.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const widths = [1440, 800, 700, 390, 320];
const directions = ['ltr', 'rtl'] as const;

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;
let inEnglish: Findings;
let inLongWords: Findings;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
  const { url } = sandbox;
  const axe = await readFile(axeSource, 'utf8');
  const contents = [...contentsOf(people, states)];
  inEnglish = await tour(browser, {
    url,
    size: [1280, 800],
    look: async (stand) => {
      await lookWithAxe(stand, axe);
      await lookInEachWidth(stand);
    },
  });
  inLongWords = await tour(browser, {
    url,
    query: '&locale=en-XA',
    size: [1280, 800],
    look: async (stand) => {
      const plain = await stand.page.evaluate(plainWords);
      const isContent = (text: string) => contents.some((content) => content.includes(text));
      stand.note(
        'words',
        plain.filter((text) => !isContent(text)),
      );
      await lookInEachWidth(stand);
    },
  });
}, 20 * 60_000);

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

async function lookWithAxe({ page: on, note, resize, prefer }: Stand, axe: string) {
  await on.evaluate(axe);
  for (const [width, height] of [[1280, 800] as const, [390, 844] as const]) {
    await resize(width, height);
    await prefer(scheme('light'));
    note('axe', await runAxe(on));
    await prefer(scheme('dark'));
    note('axe', await runAxe(on, ['color-contrast']));
  }
}

async function lookInEachWidth({ page: on, note, resize }: Stand) {
  for (const width of widths) {
    await resize(width, 640);
    for (const dir of directions) {
      await on.evaluate((to) => (document.documentElement.dir = to), dir);
      const found = await on.evaluate(sticksOut);
      note(
        `width ${dir}`,
        found.map((each) => `${width} px: ${each}`),
      );
    }
  }
}

describe('every screen and state', () => {
  it('U-20: has nothing that axe finds, light and dark, on a desk and on a phone', () => {
    expect(inEnglish['axe']).toEqual({});
  });

  it('U-1: shows and speaks no word that is not localised', () => {
    expect(inLongWords['words']).toEqual({});
  });

  it.each(directions)('U-21: is no wider than the window (%s)', (dir) => {
    expect(inEnglish[`width ${dir}`]).toEqual({});
    expect(inLongWords[`width ${dir}`]).toEqual({});
  });

  it.each([
    ['comparing-asked', 320, 640],
    ['comparing-asked', 390, 844],
    ['comparing', 844, 390],
  ])('U-24: keeps the answers of %s in sight at %i by %i', async (state, width, height) => {
    await page.setViewport({ width, height, hasTouch: true, isMobile: true });
    await page.goto(`${sandbox.url}?state=${state}`);
    await page.waitForSelector('html[data-ready]');
    expect(await page.evaluate(answersInSight)).toEqual([true, true, true]);
  });

  it('U-22: keeps to the content security policy and throws nothing', () => {
    expect(inEnglish['errors']).toEqual({});
    expect(inLongWords['errors']).toEqual({});
    expect(browser.errors).toEqual([]);
  });
});

/** The look of a scheme, without transitions. */
const scheme = (value: 'light' | 'dark') => ({
  'prefers-color-scheme': value,
  // A colour that is still on its way to the other scheme is no colour of ours.
  'prefers-reduced-motion': 'reduce',
});

/** All of axe's rules, or the named ones. */
function runAxe(on: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  return on.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: { run(o: object): Promise<AxeResults> } };
    // What is in order needs no report, and the sheets are all here.
    const options = { resultTypes: ['violations'], preload: false };
    const { violations } = await axe.run(only.length > 0 ? { ...options, runOnly: only } : options);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary}`),
    );
  }, rules);
}

type AxeResults = {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: string[][]; readonly failureSummary: string }[];
  }[];
};

/** Texts and names of the page that have letters and do not stand in the pseudo-locale's brackets. */
function plainWords(): string[] {
  const found = new Set<string>();
  const note = (text: string | null) => {
    const trimmed = (text ?? '').trim();
    if (/\p{L}/u.test(trimmed) && !/^⟦.*⟧$/su.test(trimmed)) found.add(trimmed);
  };
  const visit = (node: Node) => {
    if (node instanceof Text) note(node.data);
    if (node instanceof Element) {
      if (node.matches('style, script, time, [translate="no"]')) return;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        note(node.getAttribute(name));
      }
      node.shadowRoot?.childNodes.forEach(visit);
    }
    node.childNodes.forEach(visit);
  };
  visit(document.body);
  return [...found];
}

/** What people wrote: names, messages, drafts, addresses. */
function contentsOf(...values: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown) => {
    if (typeof value === 'string') found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(values);
  return found;
}

/** Of each answer to the comparison: whether all its corners can be touched. */
function answersInSight(): boolean[] {
  const inner = (root: ParentNode | undefined | null, name: string) =>
    root?.querySelector(name)?.shadowRoot;
  const compare = inner(inner(inner(document, 'gv-app'), 'gv-conversation'), 'gv-compare');
  return [...(compare?.querySelectorAll('button') ?? [])].map((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const middle = (left + right) / 2;
    return [top + 1, bottom - 1].every((y) => compare?.elementFromPoint(middle, y) === button);
  });
}
