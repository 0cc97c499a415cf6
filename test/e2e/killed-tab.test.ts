/**
 * A tab that dies in the middle of writing, at random moments, again and again. What the log has
 * shown is what a person takes for saved, so all of it must be there afterwards, once.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/find.ts';
import { allMessagesOn, messagesOn } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

/** Firefox cannot be told to crash a single tab, so there it is the whole browser each time. */
const rounds = { chromium: { crashes: 17, kills: 3 }, firefox: { crashes: 0, kills: 4 } } as const;
/** A round's messages fit the part of the log that is drawn. */
const PER_ROUND = 40;
const LONGEST_MS = 400;

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  const { crashes, kills } = rounds[name];
  let server: TestServer;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    alice = await bringPerson('Alice', name);
    bob = await bringPerson('Bob', 'chromium');
    await introduce(alice, bob, server.url);
    await alice.send('first');
    await bob.sees('first');
  });
  afterAll(async () => {
    await alice.leave();
    await bob.leave();
    await server.stop();
  });

  it(`S-31: a tab killed ${crashes + kills} times while it writes loses and doubles nothing that it showed`, async () => {
    const everShown = new Set<string>();
    for (let round = 0; round < crashes + kills; round++) {
      const isKill = crashes === 0 || round % 7 === 6;
      for (const text of await writeAndDie(alice, round, isKill)) everShown.add(text);
      if (isKill) await alice.browser.restart();
      await alice.visit(server.url);
      const kept = await eventually(
        'the messages of this round',
        async () => {
          const log = await messagesOn(alice.page());
          const isWhole = [...everShown].every(
            (text) => !ofRound(text, round) || log.includes(text),
          );
          return log.length > 0 && isWhole ? log : null;
        },
        30_000,
        () => `shown were: ${[...everShown].filter((text) => ofRound(text, round)).join(' ')}`,
      );
      expect(kept.filter((text) => ofRound(text, round))).toEqual(firstOf(kept, round));
    }
    expect(everShown.size).toBeGreaterThanOrEqual(crashes + kills);

    await alice.send('last');
    await bob.sees('last');
    const hers = await allMessagesOn(alice.page(), 'first');
    const his = await allMessagesOn(bob.page(), 'first');
    expect(hers.filter((text, i) => hers.indexOf(text) !== i)).toEqual([]);
    expect([...everShown].filter((text) => !hers.includes(text))).toEqual([]);
    expect(his).toEqual(hers);
  });
});

/** Writes as fast as it goes until the tab, or the whole browser, dies; what was shown till then. */
async function writeAndDie(person: Person, round: number, isKill: boolean): Promise<string[]> {
  const page = person.page();
  const shown: string[] = [];
  await page.exposeFunction('tellShown', (texts: string[]) => void shown.push(...texts));
  await page.evaluate(writeAndWatch, round, PER_ROUND);
  // On a busy machine a whole round may pass before a first message is shown, and nothing be tried.
  const isShown = () => shown.some((text) => ofRound(text, round));
  await eventually('a first message', () => Promise.resolve(isShown() || null));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MS));
  if (isKill) await person.browser.kill();
  else await crash(page);
  return shown.filter((text) => ofRound(text, round));
}

/** The renderer dies at once, like a tab that ran out of memory; the command itself never answers. */
async function crash(page: Page): Promise<void> {
  const devtools = await page.createCDPSession();
  const died = new Promise((resolve) => page.once('error', resolve));
  const answer = devtools.send('Page.crash').catch((error: unknown) => error);
  await Promise.race([died, answer]);
  await died;
}

/** In the page: sends message after message, and tells every text that the log begins to show. */
function writeAndWatch(round: number, most: number): void {
  const find = (tree: ParentNode, selector: string): HTMLElement | undefined => {
    for (const element of tree.querySelectorAll<HTMLElement>('*')) {
      if (element.matches(selector)) return element;
      const inside = element.shadowRoot === null ? undefined : find(element.shadowRoot, selector);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  const log = find(document, '[role=log]');
  const field = find(document, 'textarea');
  if (log === undefined || !(field instanceof HTMLTextAreaElement)) throw new Error('no log');
  const told = new Set<string>();
  const look = (): void => {
    const texts = [...log.querySelectorAll('article [id^="body-"]')].map((body) =>
      body.textContent.trim(),
    );
    const fresh = texts.filter((text) => !told.has(text));
    for (const text of fresh) told.add(text);
    const { tellShown } = window as unknown as { tellShown(texts: string[]): Promise<void> };
    if (fresh.length > 0) void tellShown(fresh);
  };
  new MutationObserver(look).observe(log, { childList: true, subtree: true, characterData: true });
  let number = 0;
  const writeNext = (): void => {
    field.value = `${round}.${number}`;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }),
    );
    number += 1;
    if (number < most) setTimeout(writeNext, 3);
  };
  writeNext();
}

function ofRound(text: string, round: number): boolean {
  return text.startsWith(`${round}.`);
}

/** What was sent of a round is kept from its beginning on, without a hole. */
function firstOf(log: readonly string[], round: number): string[] {
  const count = log.filter((text) => ofRound(text, round)).length;
  return Array.from({ length: count }, (_, i) => `${round}.${i}`);
}
