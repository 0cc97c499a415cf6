/**
 * Whose messages a device may edit and delete: those of its own person. And which
 * reactions are of one person, however many devices it gives them on.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { OpenedEntry } from '../../core/journal/timeline/opened-entry.ts';
import { placeToTarget } from '../../core/journal/timeline/item.ts';
import { asItCounts, type MayAct } from '../../core/journal/timeline/rights.ts';
import type { Leaves } from '../../core/journal/timeline/root.ts';
import type { PersonOf } from '../../core/journal/timeline/screen.ts';
import { followedBy, memberOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { isBeyondEnd } from './endings.ts';
import { isOwn, isSibling, type ConversationState } from './state.ts';
import { arrive, readLeaves, readRoot } from './timeline-log.ts';
import { changeVault } from './vault-log.ts';

/**
 * Open while one of the two is not known, and beyond the end of who acts, which may be moved. A
 * member is the same for ever, so a no is.
 */
export const rightsIn =
  (state: ConversationState): MayAct =>
  (entry, author) => {
    if (equalBytes(entry.writer, author)) return 'yes';
    const member = memberOf(state.members, entry.writer);
    const other = memberOf(state.members, author);
    if (member === null || other === null) return 'open';
    if (!equalBytes(member, other)) return 'no';
    return isBeyondEnd(state, entry) ? 'open' : 'yes';
  };

/** Whether a message of that writer can be edited and deleted on this device. */
export const isEditable = (state: ConversationState, writer: Uint8Array): boolean =>
  isOwn(state, writer) || isSibling(state, writer);

/** Who paired again after a loss is the same person as before. */
export const personIn =
  ({ members }: ConversationState): PersonOf =>
  (writer) => {
    let member = memberOf(members, writer) ?? writer;
    for (let i = 0; i < MAX_FOLLOWED; i++) {
      const former = followedBy(members, member);
      if (former === null) break;
      member = former;
    }
    return member;
  };

const MAX_FOLLOWED = 16;

/** Without the edits that do not count, and with all as deleted that is. */
export const leavesAsTheyCount = (state: ConversationState, leaves: Leaves): Leaves => {
  const mayAct = rightsIn(state);
  return new Map(
    [...leaves].map(([id, { items }]) => [
      id,
      { items: items.map((item) => asItCounts(item, mayAct)) },
    ]),
  );
};

/** Destroys what was deleted by a device of which it is only known by now that it might. */
export const settleErasures = async (
  { localId }: Context,
  work: Work,
  state: ConversationState,
): Promise<void> => {
  const mayAct = rightsIn(state);
  const { leaves } = await readRoot(work, localId);
  const due: OpenedEntry[] = [];
  for (const { id } of leaves) {
    const items = [...(await readLeaves(work, localId, [id])).values()].flatMap(
      (leaf) => leaf.items,
    );
    for (const { place, erasures } of items) {
      const erasure = erasures.find((each) => mayAct(each, place.writer) === 'yes');
      if (!erasure) continue;
      const operation = { type: 'redact', target: placeToTarget(place) } as const;
      due.push({ ...erasure, body: { stamp: place.stamp, clock: 0, operation } });
    }
  }
  if (due.length === 0) return;
  const { forget } = await arrive(work, localId, due, mayAct);
  await changeVault(
    work,
    localId,
    forget.map(({ writer, sequence }) => ({ writer, sequence, key: null })),
  );
};
