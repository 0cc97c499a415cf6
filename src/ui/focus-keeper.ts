/**
 * Notices when what had the focus in an element's own tree is gone after it was
 * drawn anew: a button that did its work, a form that became a result. Browsers
 * then leave the focus nowhere, and the keyboard at the start of the page.
 */

import type { ReactiveControllerHost } from 'lit';

/** `recover` puts the focus where a person goes on; it may only be lost, not stolen. */
export function keepFocus(host: ReactiveControllerHost & HTMLElement, recover: () => void): void {
  let had = false;
  host.addController({
    hostUpdate: () => {
      had = focusedIn(host) !== null;
    },
    hostUpdated: () => {
      if (had && focusedIn(host) === null && isNowhere()) recover();
    },
  });
}

function focusedIn(host: HTMLElement): Element | null {
  return host.shadowRoot?.activeElement ?? null;
}

function isNowhere(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body;
}
