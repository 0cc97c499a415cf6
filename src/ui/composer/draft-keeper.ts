/**
 * Keeps what is typed as a draft: a moment after each change, now and then while
 * somebody types without a pause, and at once when the page is left.
 *
 * While a message is on its way into the store no draft is written, so that the
 * one in the store, which holds its text, is not lost.
 */

import type { ReactiveControllerHost } from 'lit';
import { beforeLeaving } from '../leaving.ts';
import { listen } from '../listen.ts';
import { whileConnected } from '../store-controller.ts';

export interface DraftKeeper {
  /** What is in the field is not the draft in the store. */
  changed(): void;
  /** Holds drafts back until `send` is done. `isUnsaved`: something else is in the field meanwhile. */
  whileSending(isUnsaved: boolean, send: () => Promise<void>): void;
}

const SAVE_AFTER = 400;
const SAVE_AT_LATEST = 2000;

/** `save` writes what is in the field now. */
export function keepDraft(host: ReactiveControllerHost, save: () => Promise<void>): DraftKeeper {
  let timer: number | undefined;
  let latest: number | undefined;
  let unsaved = false;
  let sending = 0;
  /** The newest message on its way into the store. */
  let sent: Promise<void> = Promise.resolve();

  const stopTimers = () => {
    window.clearTimeout(timer);
    window.clearTimeout(latest);
    latest = undefined;
  };

  const saveSoon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void saveNow(), SAVE_AFTER);
    latest ??= window.setTimeout(() => void saveNow(), SAVE_AT_LATEST);
  };

  const saveNow = async () => {
    stopTimers();
    if (!unsaved || sending > 0) return;
    unsaved = false;
    await save();
  };

  const saveAll = async () => {
    if (sending > 0) await sent;
    await saveNow();
  };

  const sendOne = async (send: () => Promise<void>) => {
    stopTimers();
    sending += 1;
    await send();
    sending -= 1;
    if (unsaved) saveSoon();
  };

  whileConnected(host, () => [
    // Of all that tells of a leaving page only this comes while a write can still be finished.
    listen(window, 'beforeunload', () => void saveNow()),
    listen(window, 'pagehide', () => void saveNow()),
    listen(document, 'visibilitychange', () => void saveNow()),
    beforeLeaving(window, saveAll),
    () => void saveNow(),
  ]);

  return {
    changed: () => {
      unsaved = true;
      saveSoon();
    },
    whileSending: (isUnsaved, send) => {
      unsaved = isUnsaved;
      sent = sendOne(send);
    },
  };
}
