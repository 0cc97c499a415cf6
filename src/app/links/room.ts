/** Where the members of a conversation meet: the topics of a room secret. */

import type { Suite } from '../../core/crypto/suite.ts';
import { roomTopic } from '../../core/wire/topics.ts';
import { createDailyRendezvous } from './daily.ts';
import type { Rendezvous } from './post.ts';

export interface Room extends Rendezvous {
  readonly secret: Uint8Array;
  /** Nobody that remains meets here: it is listened on for those that ended, and nothing is published. */
  readonly isLeft: boolean;
}

export const createRoom = (suite: Suite, secret: Uint8Array, isLeft = false): Room => ({
  ...createDailyRendezvous((day) => roomTopic(suite, secret, day)),
  secret,
  isLeft,
});
