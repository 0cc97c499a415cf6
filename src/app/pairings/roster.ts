/**
 * The pairings of this device as durable records, each with what drives it: a
 * fence against other tabs, a timer for its deadline and, in the tab that
 * leads, an attendant at its meeting place.
 *
 * A frame is handed out when the step that made it is durable, never before.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { concatBytes } from '../../core/bytes/compare.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { PairingFrame } from '../../core/pairing/frames.ts';
import type { Paired } from '../../core/pairing/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Key, Table } from '../../ports/store.ts';
import type { Timers } from '../../ports/timers.ts';
import { createFenced, type Fenced, type StepFailure } from '../store/fenced.ts';
import { createWork, type Work } from '../store/work.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { advance, type PairingEvent } from './advance.ts';
import { attend, meetingOf, type Attendant, type Meeting, type OpenPlace } from './attendant.ts';
import {
  deadlineOf,
  encodePairingRecord,
  parsePairingRecord,
  type PairingRecord,
} from './record.ts';

export type RosterOptions = {
  readonly store: SealedStore;
  readonly suite: Suite;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Stages all records of a new conversation; they become durable with the pairing's own step. May
   * be called again for the same pairing when another tab was quicker. `node`: host and port where
   * the two met, empty for the app's own.
   */
  readonly foundConversation: (
    work: Work,
    paired: Paired,
    id: string,
    node: string,
  ) => void | Promise<void>;
  /** A conversation of that id is durable. Called in the tab that made the step. */
  readonly completed: (id: string) => void;
  /** The record of that id changed, durably, by this tab: tell the screen and the other tabs. */
  readonly changed: (id: string) => void;
  readonly failed: (failure: StepFailure) => void;
  /** A bug of ours ended one step of one pairing. */
  readonly broken: (error: unknown) => void;
  readonly damaged: (table: Table, key: Key) => void;
};

export interface Roster {
  readonly records: () => readonly (readonly [id: string, record: PairingRecord])[];
  record(id: string): PairingRecord | undefined;
  load(): Promise<Result<void, StepFailure>>;
  refresh(id: string): Promise<Result<void, StepFailure>>;
  /** Puts a record in the place of nothing, or of a farewell; another that is there stays. */
  begin(id: string, record: PairingRecord): Promise<Result<void, StepFailure>>;
  /** Changes a record; undefined removes it. `gone` when there is none. */
  change(
    id: string,
    step: (record: PairingRecord, work: Work) => PairingRecord | undefined,
  ): Promise<Result<void, StepFailure>>;
  /** Lets a step make one more record, under an id that has none. */
  stage(work: Work, id: string, record: PairingRecord): void;
  /** With a network, this tab attends all meetings from now on; without, none. */
  attendWith(network: OpenPlace | undefined): void;
  close(): void;
}

/** Timers of browsers overflow beyond 24 days. */
const LONGEST_TIMER = 24 * 60 * 60 * 1000;
const RETRY_MS = 60_000;

type Entry = {
  readonly fenced: Fenced<PairingRecord>;
  attendant: Attendant | undefined;
  /** What the attendant attends: a new meeting needs a new one. */
  attended: string | undefined;
  cancelTimer: () => void;
};

export const createRoster = (options: RosterOptions): Roster => {
  const { store, suite, random, clock, timers } = options;
  const entries = new Map<string, Entry>();
  let network: OpenPlace | undefined;
  let isClosed = false;

  const entryOf = (id: string): Entry => {
    const known = entries.get(id);
    if (known) return known;
    const fenced = createFenced<PairingRecord>({
      store,
      fence: fenceOf(id),
      load: (work) => loadRecord(work, id, options.damaged),
      save: (record, work) => work.put('pairings', [id], encodePairingRecord(record)),
      damaged: options.damaged,
      committed: () => {
        settle(id);
        options.changed(id);
      },
    });
    const entry = { fenced, attendant: undefined, attended: undefined, cancelTimer: noop };
    entries.set(id, entry);
    return entry;
  };

  /** Brings timer and attendant of a record in line with what is durable. */
  const settle = (id: string, shortest = 0): void => {
    const entry = entries.get(id);
    if (!entry) return;
    const record = isClosed ? undefined : entry.fenced.state();
    setTimer(id, entry, record && deadlineOf(record), shortest);
    setAttendant(id, entry, network && meetingOf(record));
    if (!record) entries.delete(id);
  };

  const setTimer = (id: string, entry: Entry, due: number | undefined, shortest: number): void => {
    entry.cancelTimer();
    entry.cancelTimer = noop;
    if (due === undefined) return;
    const wait = Math.min(Math.max(due - clock.now(), shortest), LONGEST_TIMER);
    entry.cancelTimer = timers.after(wait, () => void tick(id));
  };

  const setAttendant = (id: string, entry: Entry, meeting: Meeting | undefined): void => {
    const wanted = meeting && nameOf(meeting);
    if (wanted === entry.attended) return;
    entry.attendant?.leave();
    entry.attended = wanted;
    entry.attendant =
      meeting && network
        ? attend({
            open: network,
            timers,
            meeting,
            dispatch: (event) => dispatch(id, event),
            farewellSent: () => void change(id, withoutFarewell),
          })
        : undefined;
  };

  /** A deadline that could not be kept, for example on a full disk, is tried again later. */
  const tick = async (id: string): Promise<void> => {
    await dispatch(id, { kind: 'tick' });
    settle(id, RETRY_MS);
  };

  /** Runs one step and makes it durable: what may then be sent. */
  const dispatch = async (id: string, event: PairingEvent): Promise<readonly PairingFrame[]> => {
    const done = await run(id, async (record, work) => {
      const { next, send, paired } = advance(suite, random, record, event, clock.now());
      if (paired) await options.foundConversation(work, paired, id, nodeOf(record));
      return { next, value: { send, isPaired: paired !== undefined } };
    });
    if (!done.ok) return [];
    if (done.value.isPaired) options.completed(id);
    return done.value.send;
  };

  const change: Roster['change'] = (id, step) =>
    run(id, (record, work) => Promise.resolve({ next: step(record, work), value: undefined }));

  const run = async <T>(
    id: string,
    step: (
      record: PairingRecord,
      work: Work,
    ) => Promise<{ readonly next: PairingRecord | undefined; readonly value: T }>,
  ): Promise<Result<T, StepFailure>> => {
    try {
      const done = await entryOf(id).fenced.run(async (record, work) => {
        const result = await step(record, work);
        if (!result.next) work.remove('pairings', [id]);
        return result;
      });
      if (!done.ok) report(id, done.error);
      return done;
    } catch (error) {
      options.broken(error);
      return err('unavailable');
    }
  };

  const report = (id: string, failure: StepFailure): void => {
    if (failure === 'gone') settle(id);
    else options.failed(failure);
  };

  const stage = (work: Work, id: string, record: PairingRecord): void => {
    work.expect('revisions', fenceOf(id), undefined);
    work.put('revisions', fenceOf(id), firstRevision(random));
    work.put('pairings', [id], encodePairingRecord(record));
  };

  const begin = async (id: string, record: PairingRecord): Promise<Result<void, StepFailure>> => {
    const work = createWork(store, options.damaged);
    stage(work, id, record);
    const done = await store.commit(work.batch());
    if (done.ok) {
      await refresh(id);
      options.changed(id);
      return ok(undefined);
    }
    if (done.error === 'conflict') {
      return change(id, (found) => (found.kind === 'farewell' ? record : found));
    }
    options.failed(done.error);
    return err(done.error);
  };

  const refresh = async (id: string): Promise<Result<void, StepFailure>> => {
    const done = await entryOf(id).fenced.refresh();
    settle(id);
    return done;
  };

  const settleAll = (): void => [...entries.keys()].forEach((id) => settle(id));

  return {
    records: () =>
      [...entries].flatMap(([id, { fenced }]) => {
        const record = fenced.state();
        return record ? [[id, record] as const] : [];
      }),
    record: (id) => entries.get(id)?.fenced.state(),
    load: async () => {
      const rows = await store.list('pairings', []);
      if (!rows.ok) return err('unavailable');
      for (const { key } of rows.value) {
        const done = await refresh(String(key[0]));
        if (!done.ok) return done;
      }
      return ok(undefined);
    },
    refresh,
    begin,
    change,
    stage,
    attendWith: (opened) => {
      network = undefined;
      settleAll();
      network = opened;
      settleAll();
    },
    close: () => {
      isClosed = true;
      settleAll();
    },
  };
};

const noop = (): void => undefined;

const fenceOf = (id: string): Key => ['pairing', id];

/**
 * 6 bytes. Random, so that a tab which slept never takes a later record of the same id for the one
 * it knew; the first is zero, so that there is room to count.
 */
const firstRevision = (random: Random): Uint8Array => concatBytes(new Uint8Array(1), random(5));

const nameOf = ({ node, secret, farewell }: Meeting): string =>
  [farewell ? 'farewell' : 'meeting', node, encodeBase64url(secret)].join();

const nodeOf = (record: PairingRecord): string =>
  record.kind === 'inviting' || record.kind === 'accepting' ? record.node : '';

const withoutFarewell = (record: PairingRecord): PairingRecord | undefined =>
  record.kind === 'farewell' ? undefined : record;

const loadRecord = async (
  work: Work,
  id: string,
  damaged: (table: Table, key: Key) => void,
): Promise<PairingRecord | undefined> => {
  const bytes = await work.get('pairings', [id]);
  if (!bytes) return undefined;
  const parsed = parsePairingRecord(bytes);
  if (parsed.ok) return parsed.value;
  damaged('pairings', [id]);
  return undefined;
};
