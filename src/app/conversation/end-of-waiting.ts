/**
 * What has waited for somebody for 120 days is over: old KEM secrets, boxes that
 * never came with the steps kept for them, and what was carried for others. The
 * keys of what was written meanwhile are asked for when the messages come.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { endOldKem } from '../../core/keys/kem.ts';
import { giveUpBoxes } from '../../core/keys/receiver.ts';
import { pendingBoxes, pruneBoxes } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { blobKey } from './feed-log.ts';
import type { ConversationState } from './state.ts';

/** The same state when nothing is over, and while the time is in doubt: what is destroyed stays so. */
export const endWaiting = (
  { now, isTimeConfirmed, localId }: Context,
  work: Work,
  state: ConversationState,
): ConversationState => {
  if (!isTimeConfirmed) return state;
  const kem = endOldKem(state.kem, now);
  const members = pruneBoxes(state.members, now);
  const receivers = state.receivers.map((receiver) => {
    const keys = giveUpBoxes(receiver.keys, now);
    return keys === receiver.keys ? receiver : { ...receiver, keys };
  });
  const isSame = receivers.every((receiver, i) => receiver === state.receivers[i]);
  if (isSame && kem === state.kem && members === state.members) return state;
  const next = { ...state, kem, members, receivers: isSame ? state.receivers : receivers };
  const left = new Set(blobsOf(next));
  for (const hash of blobHashes(state)) {
    if (!left.has(encodeBase64url(hash))) work.remove('blobs', blobKey(localId, hash));
  }
  return next;
};

const blobsOf = (state: ConversationState): readonly string[] =>
  blobHashes(state).map(encodeBase64url);

const blobHashes = ({ members, receivers }: ConversationState): readonly Uint8Array[] => [
  ...pendingBoxes(members).map(({ hash }) => hash),
  ...receivers.flatMap(({ keys }) => keys.waiting.map(({ hash }) => hash)),
];
