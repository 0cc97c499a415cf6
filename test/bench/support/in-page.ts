/**
 * Hands and eyes inside the page, so that a figure holds no round trip of the tool that drives the
 * browser. Times are milliseconds since 1970 of `performance`, the same for all pages of a machine.
 */
import type { Page } from 'puppeteer-core';
import type { TestBrowser } from '../../e2e/support/browsers.ts';

interface Hands {
  /** Waits for the button and presses it; answers when it was pressed. */
  press(name: string): Promise<number>;
  /** Waits until the button can be seen. */
  offers(name: string): Promise<number>;
  /** Waits for the field and types into it. */
  write(name: string, text: string): Promise<void>;
  /** Waits for the field to hold something; answers it. */
  read(name: string): Promise<string>;
  /** Waits until the field can be seen; answers when it could. */
  sees(name: string): Promise<number>;
  /** Waits for the conversation of that name in the list, and opens it. */
  choose(title: string): Promise<void>;
  /** Waits until the log of messages holds the text; answers when it did. */
  hears(text: string): Promise<number>;
  /** Waits until a status says these words; answers when it did. */
  tells(words: string): Promise<number>;
}

declare global {
  interface Window {
    hands: Hands;
    __name: <T>(value: T) => T;
  }
}

/** For every tab that the browser opens from now on. */
export const giveHands = (browser: TestBrowser): void => {
  // The TypeScript loader of Node wraps named functions in a helper that pages do not have.
  browser.before(() => {
    window.__name = (value) => value;
  });
  browser.before(() => {
    const everything = (tree: ParentNode): Element[] =>
      [...tree.querySelectorAll('*')].flatMap((element) =>
        element.shadowRoot === null ? [element] : [element, ...everything(element.shadowRoot)],
      );
    const nameOf = (element: Element): string | null => {
      if (element.ariaLabel !== null) return element.ariaLabel;
      if (element instanceof HTMLButtonElement) return element.textContent.trim();
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
        return element.labels?.[0]?.textContent.trim() ?? null;
      }
      return null;
    };
    const now = () => performance.timeOrigin + performance.now();
    const until = async <T>(look: () => T | undefined): Promise<T> => {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const named = <T extends Element>(kind: new () => T, name: string): T | undefined =>
      everything(document)
        .filter((element): element is T => element instanceof kind)
        .find((element) => nameOf(element) === name && element.checkVisibility());
    const field = (name: string) =>
      named(HTMLTextAreaElement, name) ?? named(HTMLInputElement, name);

    window.hands = {
      press: async (name) => {
        const button = await until(() => named(HTMLButtonElement, name));
        const pressed = now();
        button.click();
        return pressed;
      },
      offers: async (name) => {
        await until(() => named(HTMLButtonElement, name));
        return now();
      },
      write: async (name, text) => {
        const found = await until(() => field(name));
        found.focus();
        found.value = text;
        found.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      },
      read: (name) => until(() => field(name)?.value || undefined),
      sees: async (name) => {
        await until(() => field(name));
        return now();
      },
      choose: async (title) => {
        const row = await until(() =>
          everything(document).find(
            (element) => element.matches('.conversation .title') && element.textContent === title,
          ),
        );
        row.closest('button')?.click();
      },
      hears: async (text) => {
        const log = await until(() =>
          everything(document).find((element) => element.role === 'log'),
        );
        await until(
          () =>
            [...(log.getRootNode() as ShadowRoot).querySelectorAll('article')].some((message) =>
              everything(message).some((part) => part.textContent.trim() === text),
            ) || undefined,
        );
        return now();
      },
      tells: async (words) => {
        await until(
          () =>
            everything(document).some(
              (element) => element.role === 'status' && element.textContent.includes(words),
            ) || undefined,
        );
        return now();
      },
    };
  });
};

/** One movement of the hands in that page. */
export const hand = <M extends keyof Hands>(
  page: Page,
  movement: M,
  ...args: Parameters<Hands[M]>
): Promise<Awaited<ReturnType<Hands[M]>>> =>
  page.evaluate(
    (name, given) => (window.hands[name] as (...all: unknown[]) => unknown)(...given),
    movement,
    args,
  ) as Promise<Awaited<ReturnType<Hands[M]>>>;
