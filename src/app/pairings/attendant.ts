/**
 * Attends one pairing at its meeting place while this tab has the network.
 *
 * Hands what arrives to `dispatch`, which makes the step durable and gives back
 * what may then be sent. A claimant repeats itself with a growing pause until
 * it is answered; the inviter only answers, and says when it is there.
 */

import {
  encodePairingFrame,
  parsePairingFrame,
  type PairingFrame,
} from '../../core/pairing/frames.ts';
import type { Timers } from '../../ports/timers.ts';
import type { PairingPlace, PairingPlaceEvents } from '../links/rendezvous.ts';
import type { PairingEvent } from './advance.ts';
import type { PairingRecord } from './record.ts';

/**
 * `secret`: the invitation's, 32 bytes. `node`: host and port, empty for the app's own. Tells
 * nothing before it has returned.
 */
export type OpenPlace = (
  secret: Uint8Array,
  node: string,
  events: PairingPlaceEvents,
) => PairingPlace;

export interface Attendant {
  leave(): void;
}

export type AttendantOptions = {
  readonly open: OpenPlace;
  readonly timers: Timers;
  readonly meeting: Meeting;
  /** Answers with what to send; nothing when the step did not become durable. */
  readonly dispatch: (event: PairingEvent) => Promise<readonly PairingFrame[]>;
  /** The last word was taken by the network. */
  readonly farewellSent: () => void;
};

/** Where a record is to be attended, and how; undefined: nowhere. */
export type Meeting = {
  readonly node: string;
  readonly secret: Uint8Array;
  readonly repeats: boolean;
  readonly farewell: PairingFrame | undefined;
};

export const meetingOf = (record: PairingRecord | undefined): Meeting | undefined => {
  switch (record?.kind) {
    case 'inviting':
    case 'accepting': {
      const { node, state } = record;
      const repeats = record.kind === 'accepting';
      return { node, secret: state.invitation.secret, repeats, farewell: undefined };
    }
    case 'farewell': {
      const { node, secret, claim } = record;
      return { node, secret, repeats: true, farewell: { kind: 'declined', claim } };
    }
    default:
      return undefined;
  }
};

const FIRST_PAUSE = 2_000;
const LAST_PAUSE = 30_000;
/** A stranger who holds the link can say much: what cannot be looked at in time is left. */
const MAX_WAITING = 32;

export const attend = (options: AttendantOptions): Attendant => {
  const { timers, meeting, dispatch } = options;
  let left = false;
  let wasReady = false;
  let waiting = 0;
  let pause = FIRST_PAUSE;
  let cancelRepeat = (): void => undefined;

  const handle = async (event: PairingEvent): Promise<void> => {
    if (left || waiting >= MAX_WAITING) return;
    waiting++;
    try {
      const frames = await dispatch(event);
      if (!left) frames.forEach(send);
    } finally {
      waiting--;
    }
  };

  const send = (frame: PairingFrame): boolean => {
    const { kind, body } = encodePairingFrame(frame);
    return place.send(kind, body);
  };

  const speak = (event: PairingEvent): void => {
    if (meeting.farewell === undefined) return void handle(event);
    if (send(meeting.farewell)) options.farewellSent();
  };

  const repeatLater = (): void => {
    cancelRepeat();
    cancelRepeat = timers.after(pause, () => {
      pause = Math.min(pause * 2, LAST_PAUSE);
      repeatLater();
      if (wasReady) speak({ kind: 'repeat' });
    });
  };

  const ready = (isReady: boolean): void => {
    const arrived = isReady && !wasReady && !left;
    wasReady = isReady;
    if (!arrived) return;
    pause = FIRST_PAUSE;
    if (meeting.repeats) repeatLater();
    speak({ kind: 'connected' });
  };

  const received = (kind: number, body: Uint8Array): void => {
    const parsed = parsePairingFrame(kind, body);
    if (parsed.ok && meeting.farewell === undefined) {
      void handle({ kind: 'frame', frame: parsed.value });
    }
  };

  const place = options.open(meeting.secret, meeting.node, { ready, received });

  return {
    leave: () => {
      left = true;
      cancelRepeat();
      place.close();
    },
  };
};
