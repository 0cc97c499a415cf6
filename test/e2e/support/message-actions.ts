/** What a person does with one message of the log, found by what it reads. */
import type { ElementHandle, Page } from 'puppeteer-core';
import { eventually, lookFor, press } from './find.ts';
import type { Person } from './person.ts';

export type Tool = 'Reply' | 'React' | 'Edit' | 'Delete';

/** Waits for the message, takes it under the pointer and presses one of its tools. */
export async function act(page: Page, text: string, tool: Tool): Promise<void> {
  await eventually(`${tool} of "${text}"`, async () => {
    const message = await messageOf(page, text);
    await message?.evaluate((node) => node.scrollIntoView({ block: 'center' }));
    await message?.click();
    return lookFor(page, 'button', tool);
  });
  await press(page, 'button', tool);
}

/** Waits until an own message says of where it is what it should. */
export async function becomes(person: Person, text: string, state: string): Promise<void> {
  let last = '';
  await eventually(
    `"${text}" to be ${state}`,
    async () => {
      const message = await messageOf(person.page(), text);
      last = (await message?.evaluate(stateOf)) ?? 'not there';
      return last === state ? true : null;
    },
    20_000,
    () => `it is ${last}`,
  );
}

/** Waits until the message quotes the words. */
export async function quotes(person: Person, text: string, quoted: string): Promise<void> {
  await eventually(`"${text}" to quote "${quoted}"`, async () => {
    const message = await messageOf(person.page(), text);
    const quote = await message?.evaluate((node) => node.querySelector('.quote')?.textContent);
    return quote?.includes(quoted) === true ? true : null;
  });
}

/** The reaction whose name begins so: whose names come in which order is the browser's. */
export function findReaction(page: Page, beginning: string): Promise<ElementHandle<Element>> {
  return eventually(`a reaction "${beginning}…"`, () =>
    pick(page, '.reaction', (node, start) => node.ariaLabel?.startsWith(start) === true, beginning),
  );
}

/**
 * Presses the row of the list that has the title, until it is the one that is open: a notice that
 * comes above the list takes the row away from under the pointer.
 */
export async function openConversation(page: Page, title: string): Promise<void> {
  await eventually(`"${title}" of the list open`, async () => {
    const row = await pick(
      page,
      '.conversation',
      (node, wanted) => node.querySelector('.title')?.textContent === wanted,
      title,
    );
    if (await row?.evaluate((node) => node.getAttribute('aria-current') === 'true')) return true;
    await row?.click();
    return null;
  });
}

function messageOf(page: Page, text: string): Promise<ElementHandle<Element> | null> {
  return pick(
    page,
    'article.message',
    (node, wanted) => node.querySelector('[id^="body-"]')?.textContent.trim() === wanted,
    text,
  );
}

function stateOf(message: Element): string {
  return message.querySelector('[data-state]')?.getAttribute('title') ?? '';
}

/** The last element, through shadow roots, that the selector and the question fit. */
async function pick(
  page: Page,
  selector: string,
  fits: (element: Element, word: string) => boolean,
  word: string,
): Promise<ElementHandle<Element> | null> {
  const list = await page.evaluateHandle((wanted) => {
    const all = (tree: ParentNode): Element[] =>
      [...tree.querySelectorAll('*')].flatMap((element) => [
        ...(element.matches(wanted) ? [element] : []),
        ...(element.shadowRoot === null ? [] : all(element.shadowRoot)),
      ]);
    return all(document);
  }, selector);
  for (const handle of [...(await list.getProperties()).values()].toReversed()) {
    const element = handle.asElement() as ElementHandle<Element> | null;
    if (element !== null && (await element.evaluate(fits, word))) return element;
  }
  return null;
}
