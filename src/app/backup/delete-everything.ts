/**
 * Removes all that this browser keeps of the app, in every tab, and starts anew.
 *
 * It needs no key and asks no program, so it works where everything is locked or
 * damaged. Every tab closes its program first, as when the tab is closed: a
 * contact sees a person go, nothing else. Tabs start again only when all is gone,
 * or they would put new records among those that are being removed.
 */

import type { Eraser } from '../../ports/eraser.ts';
import type { Tabs } from '../../ports/tabs.ts';
import type { Timers } from '../../ports/timers.ts';

export interface DeleteEverything {
  /**
   * `held`: another tab keeps something open, and it goes on when that one is closed. False when the
   * browser refused a part; what it did not refuse is gone. Otherwise this tab starts anew.
   */
  deleteEverything(held: () => void): Promise<boolean>;
}

export type DeleteEverythingPorts = {
  /** A line of its own, which is heard also while everything is locked. */
  readonly tabs: Tabs;
  readonly eraser: Eraser;
  readonly timers: Timers;
  /** Closes the program of this tab. */
  readonly close: () => void;
  /** Loads this tab anew. */
  readonly restart: () => void;
};

/** The tab that deletes may be closed in the middle of it: the others do not wait for ever. */
const LONGEST_WAIT = 120_000;

export const createDeleteEverything = ({
  tabs,
  eraser,
  timers,
  close,
  restart,
}: DeleteEverythingPorts): DeleteEverything => {
  let isEnding = false;

  const end = (): void => {
    if (!isEnding) close();
    isEnding = true;
  };

  tabs.subscribe((note) => {
    if (note === 'deleting') {
      end();
      timers.after(LONGEST_WAIT, restart);
    } else if (note === 'deleted' && isEnding) restart();
  });

  return {
    deleteEverything: async (held) => {
      end();
      tabs.tell('deleting');
      const erased = await eraser.erase(held);
      tabs.tell('deleted');
      if (!erased.ok) return false;
      restart();
      return true;
    },
  };
};
