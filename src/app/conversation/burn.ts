/**
 * What "They do not match" does: destroys every key that could still be used
 * with whoever is on the other side. What was read stays readable here.
 */

import { createKem } from '../../core/keys/kem.ts';
import { createReceiver } from '../../core/keys/receiver.ts';
import { createSender } from '../../core/keys/sender.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import type { ConversationState } from './state.ts';

export const burnKeys = (
  { suite, random, localId, now }: Context,
  work: Work,
  state: ConversationState,
): ConversationState => {
  work.removeAll('blobs', [localId]);
  return {
    ...state,
    verdict: 'mismatched',
    writerSeed: random(32),
    roomSecrets: [],
    // A state has a KEM key; this one was never told to anybody.
    kem: createKem(suite, random(32), now),
    sender: createSender([]),
    receivers: state.receivers.map(({ writer }) => ({
      writer,
      keys: createReceiver({ next: 0, secret: random(32), skipped: [] }),
    })),
  };
};
