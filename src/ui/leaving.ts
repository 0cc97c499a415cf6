/**
 * Before the page is left on purpose, as for an update, or closed: whoever
 * holds something unsaved is asked to save it.
 */

import { listen, type Stop } from './listen.ts';

const LEAVING = 'grapevine-leaving';

/** Storage that hangs must not keep an outdated page alive. */
const PATIENCE = 2000;

type Leaving = CustomEvent<(saved: Promise<unknown>) => void>;

/** `save` is called when the page is about to be left; its promise is waited for. */
export function beforeLeaving(view: Window, save: () => Promise<unknown>): Stop {
  return listen(view, LEAVING, (event: Event) => (event as Leaving).detail(save()));
}

/** Resolves when all is saved, or after two seconds. */
export async function saveBeforeLeaving(view: Window): Promise<void> {
  const saves: Promise<unknown>[] = [];
  const detail: Leaving['detail'] = (saved) => void saves.push(saved);
  view.dispatchEvent(new CustomEvent(LEAVING, { detail }));
  if (saves.length === 0) return;
  const late = new Promise((resolve) => view.setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled(saves), late]);
}
