/**
 * Which conversations are on a screen of some tab, and where somebody types.
 *
 * Every tab says so for itself; the leader adds it up. A tab that is gone or
 * frozen without a word stops counting after a while.
 */

import type { Timers } from '../ports/timers.ts';

export interface Attention {
  isAttended(id: string): boolean;
  /** `tab` has the conversation on its screen, or no longer. Said again at least every 45 s. */
  attend(id: string, tab: string, on: boolean): void;
  /** Somebody types; forgotten by itself. */
  type(id: string, on: boolean): void;
  close(): void;
}

export type AttentionEvents = {
  attended(id: string, on: boolean): void;
  typed(id: string, on: boolean): void;
};

const ATTEND_MS = 60_000;
const TYPING_MS = 6_000;

export const createAttention = (timers: Timers, events: AttentionEvents): Attention => {
  const attending = new Map<string, Map<string, () => void>>();
  const typing = new Map<string, () => void>();

  const attend = (id: string, tab: string, on: boolean): void => {
    const tabs = attending.get(id) ?? new Map<string, () => void>();
    tabs.get(tab)?.();
    tabs.delete(tab);
    if (on)
      tabs.set(
        tab,
        timers.after(ATTEND_MS, () => attend(id, tab, false)),
      );
    if (tabs.size > 0) attending.set(id, tabs);
    else attending.delete(id);
    events.attended(id, tabs.size > 0);
  };

  const type = (id: string, on: boolean): void => {
    typing.get(id)?.();
    typing.delete(id);
    if (on)
      typing.set(
        id,
        timers.after(TYPING_MS, () => type(id, false)),
      );
    events.typed(id, on);
  };

  return {
    isAttended: (id) => attending.has(id),
    attend,
    type,
    close: () => {
      for (const tabs of attending.values()) for (const cancel of tabs.values()) cancel();
      for (const cancel of typing.values()) cancel();
    },
  };
};
