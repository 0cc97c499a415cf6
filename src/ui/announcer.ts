/**
 * What is spoken without being asked for: one live region for the whole app.
 *
 * Each announcement is a paragraph of its own that is added and never changed,
 * so that a screen reader speaks every one once and in order, the same words
 * twice in a row too (WAI-ARIA 1.2, aria-live and aria-relevant). It stands in
 * the page's own tree, beside the app, and goes after a while, so that who
 * reads on does not meet it again. While a dialog makes the rest of the page
 * inert, and with it this region, announcements wait.
 */

import { css } from 'lit';
import { listen } from './listen.ts';

const ANNOUNCE = 'grapevine-announce';
const SILENCE = 'grapevine-silence';
const OPENED = 'grapevine-dialog-opened';

/** Longer than any screen reader takes to fetch the words. */
const KEPT = 20_000;

const SOON = 300;

export const announcerStyles = css`
  .announcer {
    position: fixed;
    inset: 0 auto auto 0;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;

/** `from`: an element of the app. */
export function announce(from: HTMLElement, words: string): void {
  from.dispatchEvent(new CustomEvent(ANNOUNCE, { bubbles: true, composed: true, detail: words }));
}

/** What was spoken and what waits is gone at once. */
export function silence(from: HTMLElement): void {
  from.dispatchEvent(new CustomEvent(SILENCE, { bubbles: true, composed: true }));
}

/** As long as this dialog is open, announcements wait; afterwards they are spoken. */
export function speakAfter(dialog: HTMLDialogElement): void {
  dialog.dispatchEvent(new CustomEvent(OPENED, { bubbles: true, composed: true, detail: dialog }));
}

/** The region that speaks for the app. */
export function createAnnouncer(app: HTMLElement): HTMLElement {
  const region = app.ownerDocument.createElement('div');
  region.className = 'announcer';
  region.ariaLive = 'polite';
  region.ariaRelevant = 'additions';
  region.ariaAtomic = 'false';
  const waiting: string[] = [];
  let dialog: HTMLDialogElement | undefined;
  let timer: number | undefined;

  const say = (words: string) => {
    const line = region.ownerDocument.createElement('p');
    line.dir = 'auto';
    line.textContent = words;
    region.append(line);
    setTimeout(() => line.remove(), KEPT);
  };

  /** Asks rather than being told: a dialog may go with its pane and never say that it closed. */
  const sayWaiting = () => {
    window.clearTimeout(timer);
    if (dialog?.open && dialog.isConnected) timer = window.setTimeout(sayWaiting, SOON);
    else waiting.splice(0).forEach(say);
  };

  listen(app, ANNOUNCE, (event: Event) => {
    waiting.push((event as CustomEvent<string>).detail);
    sayWaiting();
  });
  listen(app, SILENCE, () => {
    waiting.length = 0;
    region.replaceChildren();
  });
  listen(app, OPENED, (event: Event) => {
    dialog = (event as CustomEvent<HTMLDialogElement>).detail;
  });
  return region;
}
