/**
 * Marks what was read: only what has been in sight of a focused window counts,
 * and the mark never goes back.
 */

import type { ReactiveControllerHost } from 'lit';
import type { Message } from '../../app/snapshot.ts';
import { listen } from '../listen.ts';
import { whileConnected } from '../store-controller.ts';
import { lastVisible } from './scroll.ts';

export interface ReadMark {
  /** The log was drawn or scrolled. */
  look(): void;
}

/** `findLog`: the scrolling element, null before it was drawn. `mark` is called with ids further and further on. */
export function keepReadMark(
  host: ReactiveControllerHost,
  findLog: () => HTMLElement | null,
  findMessages: () => readonly Message[],
  mark: (id: string) => void,
): ReadMark {
  let marked: string | undefined;

  const look = () => {
    const log = findLog();
    if (log === null || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const messages = findMessages();
    const others = messages.filter((message) => !message.own).map((message) => message.id);
    const id = lastVisible(log, new Set(others));
    if (id === undefined || position(messages, id) <= position(messages, marked)) return;
    marked = id;
    mark(id);
  };

  whileConnected(host, () => [
    listen(window, 'focus', look),
    listen(document, 'visibilitychange', look),
  ]);
  return { look };
}

function position(messages: readonly Message[], id: string | undefined): number {
  return messages.findIndex((message) => message.id === id);
}
