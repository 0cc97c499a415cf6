/** The commitment to the key by which another writer may follow this one (continue-as.ts). */

import { successorCommitment } from '../../core/members/admission.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { isClosed } from './endings.ts';
import type { ConversationState } from './state.ts';

/** Commits to a successor key, where this writer has not: a newcomer does so when it is admitted. */
export const commitToSuccessor = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  if (state.successorSeed !== null || isClosed(state)) return state;
  const { suite, random } = context;
  const successorSeed = random(32);
  const commitment = successorCommitment(suite, suite.signingPublicKey(successorSeed));
  const operation = { type: 'successor', commitment } as const;
  return { ...(await appendControl(context, work, state, operation)), successorSeed };
};
