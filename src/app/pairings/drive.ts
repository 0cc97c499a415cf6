/**
 * What drives one pairing: a timer for its deadline and, in the tab that leads,
 * an attendant at its meeting place. Both follow what is durable.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import type { PairingFrame } from '../../core/pairing/frames.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';
import type { PairingEvent } from './advance.ts';
import { attend, meetingOf, type Attendant, type Meeting, type OpenPlace } from './attendant.ts';
import { deadlineOf, type PairingRecord } from './record.ts';

export type DriveOptions = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The deadline is here. */
  readonly due: () => void;
  /** Answers with what to send; nothing when the step did not become durable. */
  readonly dispatch: (event: PairingEvent) => Promise<readonly PairingFrame[]>;
  /** The last word was taken by the network. */
  readonly farewellSent: () => void;
};

export interface Drive {
  /**
   * Brings timer and attendant in line with a record; undefined ends both, no network the
   * attendant. `shortest`: how long to wait at least for a deadline, in milliseconds.
   */
  follow(record: PairingRecord | undefined, network: OpenPlace | undefined, shortest: number): void;
}

/** Timers of browsers overflow beyond 24 days. */
const LONGEST_TIMER = 24 * 60 * 60 * 1000;

export const createDrive = (options: DriveOptions): Drive => {
  const { clock, timers, due, dispatch, farewellSent } = options;
  let attendant: Attendant | undefined;
  /** What the attendant attends: a new meeting needs a new one. */
  let attended: string | undefined;
  let cancelTimer = (): void => undefined;

  const setTimer = (deadline: number | undefined, shortest: number): void => {
    cancelTimer();
    cancelTimer = () => undefined;
    if (deadline === undefined) return;
    const wait = Math.min(Math.max(deadline - clock.now(), shortest), LONGEST_TIMER);
    cancelTimer = timers.after(wait, due);
  };

  const setAttendant = (meeting: Meeting | undefined, network: OpenPlace | undefined): void => {
    const wanted = meeting && network && nameOf(meeting);
    if (wanted === attended) return;
    attendant?.leave();
    attended = wanted;
    attendant =
      meeting && network
        ? attend({ open: network, timers, meeting, dispatch, farewellSent })
        : undefined;
  };

  return {
    follow: (record, network, shortest) => {
      setTimer(record && deadlineOf(record), shortest);
      setAttendant(meetingOf(record), network);
    },
  };
};

const nameOf = ({ node, secret, farewell }: Meeting): string =>
  [farewell ? 'farewell' : 'meeting', node, encodeBase64url(secret)].join();
