/**
 * A conversation as a backup keeps it: all that it takes to read on and to come
 * in again as a new writer, and nothing that writes or reads as the old one.
 *
 * Two devices with the keys of one writer would fork it; and what a thief of the
 * file should not open is what was written after it was made.
 */

import { createKem } from '../../core/keys/kem.ts';
import { createSender } from '../../core/keys/sender.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { ConversationState } from '../conversation/state.ts';

const NO_SEED = new Uint8Array(32);

/** For many conversations one after the other: the key that is none is made once. */
export const createKeeper = (suite: Suite): ((state: ConversationState) => ConversationState) => {
  const kem = createKem(suite, NO_SEED, 0);
  return (state) => ({
    ...state,
    writerSeed: NO_SEED,
    kem,
    sender: createSender([]),
    receivers: [],
    named: [],
    toldEnd: null,
    earlyRooms: [],
  });
};
