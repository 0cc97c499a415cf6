/**
 * Looking at a screen of the running app: what axe finds, what sticks out of the window, what is
 * in sight. With SHOTS set to a folder, a picture of every screen that is looked at goes there.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { find, type Role } from './find.ts';

/**
 * Nothing that axe finds in light or dark, and nothing wider than the windows given. What opens
 * beside a button is looked at in one window alone. In Firefox, whose schemes cannot be chosen from
 * here, only the widths.
 */
export async function looksGood(
  page: Page,
  state: string,
  windows: readonly (readonly [number, number])[] = sizes,
): Promise<void> {
  const findings: string[] = [];
  const isFirefox = /firefox/i.test(await page.browser().version());
  const schemes = isFirefox ? [] : (['light', 'dark'] as const);
  await page.evaluate(await axeSource());
  for (const [width, height] of windows) {
    await page.setViewport({ width, height });
    findings.push(...(await page.evaluate(sticksOut)).map((what) => `${width} px wide: ${what}`));
    for (const scheme of schemes) {
      await inScheme(page, scheme);
      findings.push(...(await axeFindings(page)).map((what) => `${width} px, ${scheme}: ${what}`));
      await picture(page, `${state}-${width}-${scheme}`);
    }
  }
  await page.setViewport({ width: 800, height: 600 });
  if (!isFirefox) await inScheme(page, 'light');
  expect(findings, state).toEqual([]);
}

/** It is wholly in the window and nothing lies over it. */
export async function expectInSight(page: Page, role: Role, name: string): Promise<void> {
  const element = await find(page, role, name);
  const isInSight = await element.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    let hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    while (hit?.shadowRoot) {
      const deeper = hit.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (deeper === null || deeper === hit) break;
      hit = deeper;
    }
    return isInside && (node.contains(hit) || hit?.contains(node) === true);
  });
  expect(isInSight, `${role} "${name}" is in sight`).toBe(true);
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const sizes = [
  [1440, 900],
  [800, 600],
  [320, 640],
] as const;

let source: Promise<string> | undefined;

function axeSource(): Promise<string> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** The look of a scheme, without transitions: a colour on its way is no colour of ours. */
function inScheme(page: Page, value: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

type AxeResults = {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: string[][]; readonly failureSummary: string }[];
  }[];
};

function axeFindings(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary}`),
    );
  });
}

/** The page, or a part of it that nothing cuts off, wider than the window. */
function sticksOut(): string[] {
  const found: string[] = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} px`);
  const isCut = (element: Element): boolean => {
    const parent = element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
    if (parent === null) return false;
    return getComputedStyle(parent).overflowX === 'hidden' || isCut(parent);
  };
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const { left, right, width } = element.getBoundingClientRect();
      const isWide = width > 1 && (right > innerWidth + 1 || left < -1);
      if (isWide && element.checkVisibility() && !isCut(element)) {
        found.push(`${element.localName}.${element.className} from ${left} to ${right}`);
      }
      if (element.shadowRoot !== null) visit(element.shadowRoot);
    }
  };
  visit(document);
  return found;
}
