/**
 * Where pairing meets: sealed frames on the topics of an invitation.
 *
 * Frames are those of the pairing protocol, opaque here; their kinds are 16 to
 * 31. Delivery is not certain: the protocol above repeats its frames.
 */

import { EVERYBODY, FIRST_PAIRING_KIND } from '../../core/wire/envelope.ts';
import { pairingTopic } from '../../core/wire/topics.ts';
import { createDailyRendezvous } from './daily.ts';
import { createPost, type PostPorts } from './post.ts';

export type PairingPlaceEvents = {
  /** `sender`: 16 bytes, the other run's session id; a reply can be aimed at it. */
  received(kind: number, body: Uint8Array, sender: Uint8Array): void;
  /** Frames can be sent now, or not any more. */
  ready(isReady: boolean): void;
};

export interface PairingPlace {
  readonly isReady: boolean;
  /** At most 5,512 bytes; `target` absent: for everybody who listens. False when it was not sent. */
  send(kind: number, body: Uint8Array, target?: Uint8Array): boolean;
  close(): void;
}

const LAST_PAIRING_KIND = 31;

/** `secret`: the 32-byte rendezvous secret of the invitation. */
export const createPairingPlace = (
  ports: PostPorts,
  secret: Uint8Array,
  events: PairingPlaceEvents,
): PairingPlace => {
  const rendezvous = createDailyRendezvous((day) => pairingTopic(ports.suite, secret, day));
  const post = createPost(ports, [rendezvous], {
    received: ({ kind, body, sender }) => {
      if (isPairingKind(kind)) events.received(kind, body, sender);
    },
    changed: (isReady) => events.ready(isReady),
  });
  return {
    get isReady() {
      return post.isReady;
    },
    send: (kind, body, target = EVERYBODY) => {
      if (!isPairingKind(kind)) throw new RangeError('"kind" is not one of pairing');
      return post.send(rendezvous, kind, target, body);
    },
    close: () => post.close(),
  };
};

const isPairingKind = (kind: number): boolean =>
  kind >= FIRST_PAIRING_KIND && kind <= LAST_PAIRING_KIND;
