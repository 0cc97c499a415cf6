/**
 * A conversation of a backup on a device that does not have it: it goes on as a
 * writer that follows the old one (conversation/continue-as.ts), with nothing of
 * it read yet.
 */

import { EMPTY_ROOT } from '../../core/journal/timeline/root.ts';
import type { Context } from '../conversation/context.ts';
import { putNewConversation } from '../conversation/found.ts';
import { isOwn, type ConversationState } from '../conversation/state.ts';
import { continueAs } from '../conversation/continue-as.ts';
import { replaceIndex } from '../conversation/timeline-log.ts';
import type { Work } from '../store/work.ts';

/** `kept`: as the backup has it (kept.ts). False: it had ended, or nobody can follow its writer. */
export const beginAgain = async (
  context: Context,
  work: Work,
  kept: ConversationState,
  breathe: () => Promise<void>,
): Promise<boolean> => {
  await breathe();
  const begun = await continueAs(context, work, kept, breathe);
  if (!begun) return false;
  // The entries come one after the other, through the gate.
  const feeds = begun.feeds.filter(({ feed }) => isOwn(begun, feed.writer));
  putNewConversation(context, work, { ...begun, feeds, tails: [], leftRooms: [] });
  replaceIndex(work, context.localId, EMPTY_ROOT, new Map());
  return true;
};
