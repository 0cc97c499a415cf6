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

const names = Object.keys(states);
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let sandbox: Sandbox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  page = await browser.open(`${sandbox.url}?state=list`);
});

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

async function show(state: string, query = '') {
  await page.goto(`${sandbox.url}?state=${state}${query}`);
  await page.waitForSelector('html[data-ready]');
}

/** What was found, by state; empty is good. */
type Findings = Record<string, readonly string[]>;

/** Shows each state once and looks at it in every way. */
async function look(query: string, see: (state: string) => Promise<readonly string[]>) {
  const found: Findings = {};
  for (const state of names) {
    await show(state, query);
    const seen = await see(state);
    if (seen.length > 0) found[state] = [...new Set(seen)];
  }
  return found;
}

async function inEachWidth(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const width of [1440, 800, 700, 390, 320]) {
    await page.setViewport({ width, height: 640 });
    answers.push(...(await ask()).map((answer) => `${width} px: ${answer}`));
  }
  return answers;
}

describe('every screen and state', () => {
  it('U-20: has nothing that axe finds, light and dark, on a desk and on a phone', async () => {
    const axe = await readFile(axeSource, 'utf8');
    const found = await look('', async () => {
      const seen: string[] = [];
      await page.evaluate(axe);
      for (const [width, height] of [[1280, 800] as const, [390, 844] as const]) {
        await page.setViewport({ width, height });
        await inScheme('light');
        seen.push(...(await runAxe(page)));
        await inScheme('dark');
        seen.push(...(await runAxe(page, ['color-contrast'])));
      }
      return seen;
    });
    expect(found).toEqual({});
  });

  it('U-1: shows and speaks no word that is not localised, and fits longer words', async () => {
    await inScheme('light');
    const contents = [...contentsOf(people, states)];
    const found = await look('&locale=en-XA', async () => {
      const plain = (await page.evaluate(plainWords)).filter(
        (text) => !contents.some((content) => content.includes(text)),
      );
      return [...plain, ...(await inEachWidth(() => page.evaluate(sticksOut)))];
    });
    expect(found).toEqual({});
  });

  it.each(['', '&dir=rtl'])('U-21: is no wider than the window (%s)', async (query) => {
    const found = await look(query, () => inEachWidth(() => page.evaluate(sticksOut)));
    expect(found).toEqual({});
  });

  it.each([
    ['comparing-asked', 320, 640],
    ['comparing-asked', 390, 844],
    ['comparing', 844, 390],
  ])('U-24: keeps the answers of %s in sight at %i by %i', async (state, width, height) => {
    await page.setViewport({ width, height, hasTouch: true, isMobile: true });
    await show(state);
    expect(await page.evaluate(answersInSight)).toEqual([true, true, true]);
  });

  it('U-22: keeps to the content security policy and throws nothing', () => {
    expect(browser.errors).toEqual([]);
  });
});

/** The look of a scheme, without transitions. */
function inScheme(value: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value },
    // A colour that is still on its way to the other scheme is no colour of ours.
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** All of axe's rules, or the named ones. */
function runAxe(on: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  return on.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: { run(o: object): Promise<AxeResults> } };
    const { violations } = await axe.run(only.length > 0 ? { runOnly: only } : {});
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

function sticksOut(): string[] {
  const found: string[] = [];
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const isWide = box.right > innerWidth + 1 || box.left < -1;
      if (isWide && box.width > 1 && element.checkVisibility() && !isCut(element)) {
        found.push(`${element.localName}.${element.className} ${box.left} ${box.right}`);
      }
      if (element.shadowRoot !== null) visit(element.shadowRoot);
    }
  };
  /** Within something that cuts it off on purpose, such as a line that ends in "…". */
  const isCut = (element: Element): boolean => {
    const parent = element.parentElement;
    if (element instanceof SVGElement) return true;
    if (parent === null) return false;
    return getComputedStyle(parent).overflowX !== 'visible' || isCut(parent);
  };
  visit(document);
  return found;
}
