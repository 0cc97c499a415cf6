/**
 * Finds things as a person with a screen reader does: by role and exact accessible name, as the
 * browser itself computes them, through every open shadow root.
 *
 * Chromium looks through shadow roots by itself. Firefox answers for one tree at a time, so there
 * the question is asked of each root (WebDriver BiDi, `browsingContext.locateNodes`) that has an
 * element which may be the one at all: a page has dozens of roots, and each answer takes time.
 */
import type { ElementHandle, Page } from 'puppeteer-core';

/** The roles that journeys need; more may be added. */
export type Role =
  | 'alert'
  | 'button'
  | 'checkbox'
  | 'dialog'
  | 'group'
  | 'heading'
  | 'image'
  | 'img'
  | 'link'
  | 'list'
  | 'listitem'
  | 'log'
  | 'menuitem'
  | 'radio'
  | 'region'
  | 'status'
  | 'switch'
  | 'textbox';

/** Elements that have a role without saying so, as far as the app uses them (HTML-AAM). */
const NATIVE: Partial<Record<Role, string>> = {
  button: 'button, summary, input:is([type=button], [type=submit], [type=file])',
  checkbox: 'input[type=checkbox]',
  dialog: 'dialog',
  group: 'fieldset, details, optgroup',
  heading: 'h1, h2, h3, h4, h5, h6',
  image: 'img, svg',
  img: 'img, svg',
  link: 'a[href]',
  list: 'ul, ol, menu',
  listitem: 'li',
  status: 'output',
  switch: 'input[type=checkbox]',
  textbox: 'input, textarea, [contenteditable]',
};

const PATIENCE = 20_000;
const PAUSE = 100;

/** The visible element of that role and name, or null when there is none now. */
export async function lookFor(page: Page, role: Role, name: string): Promise<ElementHandle | null> {
  const selector = `::-p-aria([name="${name.replaceAll('"', '\\"')}"][role="${role}"])`;
  const isFirefox = /firefox/i.test(await page.browser().version());
  for (const root of isFirefox ? await rootsWith(page, role, name) : [page]) {
    for (const found of await root.$$(selector)) {
      if (await found.evaluate((node) => node instanceof Element && node.checkVisibility())) {
        return found;
      }
    }
  }
  return null;
}

/** Waits until it is there. */
export async function find(
  page: Page,
  role: Role,
  name: string,
  patience = PATIENCE,
): Promise<ElementHandle> {
  return eventually(`a ${role} named "${name}"`, () => lookFor(page, role, name), patience);
}

/** Waits until it is gone. */
export async function findGone(
  page: Page,
  role: Role,
  name: string,
  patience = PATIENCE,
): Promise<void> {
  const isGone = async () => ((await lookFor(page, role, name)) === null ? true : null);
  await eventually(`no ${role} named "${name}"`, isGone, patience);
}

export async function press(page: Page, role: Role, name: string): Promise<void> {
  // A screen that is just being drawn may swap the element between look and click.
  await eventually(`a click on ${role} "${name}"`, async () => {
    const target = await find(page, role, name);
    return target.click().then(() => true, nullIfDetached);
  });
}

/** Puts the text in place of what stands there. */
export async function write(page: Page, name: string, text: string): Promise<void> {
  const box = await find(page, 'textbox', name);
  await box.focus();
  await box.evaluate((node) => {
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) node.select();
  });
  await page.keyboard.type(text);
}

/** What stands in a text field. */
export async function valueOf(page: Page, name: string): Promise<string> {
  const box = await find(page, 'textbox', name);
  return box.evaluate((node) =>
    node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement
      ? node.value
      : (node.textContent ?? ''),
  );
}

/** Everything a person reads inside the element, shadow roots and slots included. */
export async function textOf(page: Page, role: Role, name: string): Promise<string> {
  const element = await find(page, role, name);
  return element.evaluate((top) => {
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
      if (node instanceof Element && !node.checkVisibility()) return '';
      const slotted = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
      const inside = node instanceof Element ? (node.shadowRoot ?? node) : node;
      const children = slotted.length > 0 ? slotted : [...inside.childNodes];
      return children.map(read).join(node instanceof Element ? ' ' : '');
    };
    return read(top).replaceAll(/\s+/g, ' ').trim();
  });
}

/** Waits until the element's text contains these words. */
export async function findText(
  page: Page,
  role: Role,
  name: string,
  words: string,
  patience = PATIENCE,
): Promise<void> {
  let last = '';
  const look = async () => {
    last = await textOf(page, role, name);
    return last.includes(words) ? true : null;
  };
  await eventually(`"${words}" in ${role} "${name}"`, look, patience, () => `it reads: ${last}`);
}

/** Asks again until the answer is not null; fails with words when that takes too long. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null>,
  patience = PATIENCE,
  explain: () => string = () => '',
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`Waited ${patience} ms for ${what}. ${explain()}`.trim());
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * The document and the shadow roots that hold what may have that role and name. It lets through
 * rather too much: who has which is the browser's to say.
 */
async function rootsWith(page: Page, role: Role, name: string): Promise<ElementHandle[]> {
  const selector = [`[role="${role}"]`, NATIVE[role] ?? []].flat().join(', ');
  const list = await page.evaluateHandle(
    (wanted, called) => {
      const solid = (text: string) => text.replaceAll(/\s+/g, '');
      const mayBe = (element: Element): boolean => {
        if (!element.checkVisibility()) return false;
        if (element.hasAttribute('aria-labelledby')) return true;
        if (element.hasAttribute('aria-label')) return element.ariaLabel === called;
        const slotted = [...element.querySelectorAll('slot')].flatMap((slot) =>
          slot.assignedNodes({ flatten: true }),
        );
        const text = [element, ...slotted].map((each) => solid(each.textContent ?? '')).join('');
        const title = element.getAttribute('title');
        return (text === '' && title === null) || text.includes(solid(called)) || title === called;
      };
      const rootsIn = (tree: ParentNode): ParentNode[] => [
        ...([...tree.querySelectorAll(wanted)].some(mayBe) ? [tree] : []),
        ...[...tree.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
          shadowRoot === null ? [] : rootsIn(shadowRoot),
        ),
      ];
      return rootsIn(document);
    },
    selector,
    name,
  );
  const handles = [...(await list.getProperties()).values()];
  await list.dispose();
  return handles.flatMap((handle) => handle.asElement() ?? []) as ElementHandle[];
}

function nullIfDetached(error: unknown): null {
  if (error instanceof Error && /detached|not clickable|not visible/i.test(error.message)) {
    return null;
  }
  throw error;
}
