/** Where the members of a conversation meet: the topics of a room secret. */

import type { Suite } from '../../core/crypto/suite.ts';
import { roomTopic } from '../../core/wire/topics.ts';
import { createDailyRendezvous } from './daily.ts';
import type { Rendezvous } from './post.ts';

export interface Room extends Rendezvous {
  readonly secret: Uint8Array;
}

export const createRoom = (suite: Suite, secret: Uint8Array): Room => ({
  ...createDailyRendezvous((day) => roomTopic(suite, secret, day)),
  secret,
});
