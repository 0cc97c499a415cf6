/**
 * How a device asks, in the conversation of its pairing, to be let into another one: with a writer
 * of its own, whose secrets are kept until it is.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { findWriter } from '../../core/members/members.ts';
import type { Context } from '../conversation/context.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { introduce, type Introduction } from '../conversation/devices.ts';
import { appendTelling } from '../conversation/tell.ts';
import type { Work } from '../store/work.ts';
import { getIntroduction, putIntroduction } from './introduction-record.ts';
import { saidBy } from './saying.ts';
import { encodeTelling } from './telling.ts';

/** Asks once, as the second telling of this side. `member`: whose device it is there. */
export const askToBeLetIn = (
  link: Conversation,
  conversationId: Uint8Array,
  member: Parameters<typeof introduce>[2]['member'],
): Promise<boolean> =>
  link.run(async (context, work, state) => {
    if (saidBy({ state: () => state }) !== 1) return state;
    const name = findWriter(state.members, state.writer)?.name ?? '';
    const introduction = introduce(context, conversationId, { member, name });
    putIntroduction(work, context.localId, conversationId, introduction);
    const { admission } = introduction;
    const telling = { type: 'introduction', conversationId, admission } as const;
    return appendTelling(context, work, state, encodeTelling(telling));
  });

/** The introduction that was made here for that conversation, if `writer` is its writer. */
export const introductionAs = async (
  { localId }: Pick<Context, 'localId'>,
  work: Work,
  conversationId: Uint8Array,
  writer: Uint8Array,
): Promise<Introduction | undefined> => {
  const introduction = await getIntroduction(work, localId, conversationId);
  const isOurs = introduction && equalBytes(introduction.admission.certificate.writer, writer);
  return isOurs ? introduction : undefined;
};
