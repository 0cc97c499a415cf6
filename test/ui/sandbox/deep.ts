/** Finding elements through shadow roots. */

import { pseudoName } from './pseudo-name.ts';

export function deepAll(root: ParentNode, selector: string): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  const inside = [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot === null ? [] : deepAll(element.shadowRoot, selector),
  );
  return [...found, ...inside];
}

export function deepFind(root: ParentNode, selector: string): HTMLElement | undefined {
  return deepAll(root, selector).at(-1);
}

/** A button by its name, in English or in the pseudo-locale. */
export function deepFindByName(root: ParentNode, name: string): HTMLElement | undefined {
  return deepAll(root, 'button').find((button) => {
    const own = (button.getAttribute('aria-label') ?? button.textContent ?? '').trim();
    return own === name || pseudoName(own) === name;
  });
}
