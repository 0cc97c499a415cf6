/** What two devices say to each other, one telling after the other, in the conversation of their pairing. */

import type { Conversation } from '../conversation/conversation.ts';
import { feedRecord, ownFeed } from '../conversation/state.ts';
import { appendTelling } from '../conversation/tell.ts';
import { readTellings } from '../conversation/tellings.ts';
import type { Work } from '../store/work.ts';
import { encodeTelling, parseTelling, type Telling } from './telling.ts';

/** What the other has said so far. */
export const readTold = async (work: Work, localId: string): Promise<readonly Telling[]> =>
  (await readTellings(work, localId)).flatMap(({ bytes }) => parseTelling(bytes) ?? []);

export const findTelling = <T extends Telling['type']>(
  tellings: readonly Telling[],
  type: T,
): (Telling & { type: T }) | undefined =>
  tellings.find((telling): telling is Telling & { type: T } => telling.type === type);

/** How many tellings this side has said; a large one counts once for each of its parts. */
export const saidBy = (link: Pick<Conversation, 'state'>): number => {
  const state = link.state();
  return state ? feedRecord(state, ownFeed(state, 'message')).held.length : 0;
};

/** Says it as the telling of that number, once; several, one after the other, all or none. */
export const say = (
  link: Conversation,
  said: number,
  ...tellings: readonly Telling[]
): Promise<boolean> =>
  link.run(async (context, work, state) => {
    if (saidBy({ state: () => state }) !== said) return state;
    let next = state;
    for (const telling of tellings) {
      next = await appendTelling(context, work, next, encodeTelling(telling));
    }
    return next;
  });
