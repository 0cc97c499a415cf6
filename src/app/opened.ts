/** What stands open on this tab's screen: a conversation, a pairing that waits, or nothing. */

import type { Conversation } from './conversation/conversation.ts';
import type { Gaze } from './gaze.ts';
import type { PendingPairing } from './pairings/views.ts';

export interface Opened {
  id(): string | undefined;
  open(id: string | undefined): Promise<void>;
  /** Whether there is a conversation or a pairing of that id on this device. */
  isKnown(id: string): boolean;
  /** Opens what was open last, as far as it is still there. */
  resume(): Promise<void>;
  /** Something else stands before it on the screen, or no longer. */
  cover(isCovered: boolean): void;
  /** After the page was hidden, shown, frozen or woken: says anew what can be seen. */
  lookAgain(): void;
}

export type OpenedOptions = {
  readonly gaze: Gaze;
  readonly conversation: (id: string) => Conversation | undefined;
  readonly conversations: () => readonly Conversation[];
  readonly pending: () => readonly PendingPairing[];
  readonly lastOpen: () => string | undefined;
  readonly remember: (id: string) => Promise<void>;
  readonly changed: () => void;
};

export const createOpened = (options: OpenedOptions): Opened => {
  const { gaze, conversation } = options;
  let openId: string | undefined;
  let isCovered = false;
  const look = (): void => gaze.turnTo(isCovered ? undefined : openId);

  const open = async (id: string | undefined): Promise<void> => {
    const before = openId;
    openId = id;
    options.changed();
    if (before !== undefined && before !== id) await conversation(before)?.show(false);
    if (id !== undefined) await conversation(id)?.show(true);
    look();
    if (id !== undefined) await options.remember(id);
  };

  const isKnown = (id: string): boolean =>
    conversation(id) !== undefined || options.pending().some(({ view }) => view.id === id);

  /** What was last opened; where that is gone, such as a cancelled invitation, what moved last. */
  const whereLeftOff = (): string | undefined => {
    const last = options.lastOpen();
    if (last === undefined || isKnown(last)) return last;
    const summaries = options.conversations().flatMap((each) => each.summary() ?? []);
    return summaries.sort((a, b) => b.time - a.time)[0]?.id;
  };

  return {
    id: () => openId,
    open,
    isKnown,
    resume: async () => {
      const last = whereLeftOff();
      if (last !== undefined) await open(last);
    },
    cover: (covered) => {
      isCovered = covered;
      look();
    },
    lookAgain: look,
  };
};
