/**
 * The pairings of this device: durable records (stored-record.ts), each with
 * what drives it (drive.ts), and the steps they take.
 *
 * A frame is handed out when the step that made it is durable, never before.
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { PairingFrame } from '../../core/pairing/frames.ts';
import type { Invitation } from '../../core/pairing/invitation.ts';
import type { Paired } from '../../core/pairing/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Key, Table } from '../../ports/store.ts';
import type { Timers } from '../../ports/timers.ts';
import type { Fenced, StepFailure } from '../store/fenced.ts';
import { createWork, type Work } from '../store/work.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { advance, type PairingEvent } from './advance.ts';
import type { OpenPlace } from './attendant.ts';
import { createDrive, type Drive } from './drive.ts';
import type { PairingRecord } from './record.ts';
import { createStoredRecord, stageRecord } from './stored-record.ts';

export type RosterOptions = {
  readonly store: SealedStore;
  readonly suite: Suite;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Stages all records of a new conversation; they become durable with the pairing's own step. May
   * be called again for the same pairing when another tab was quicker. `node`: host and port where
   * the two met, empty for the app's own; `invitation`: by which they did.
   */
  readonly foundConversation: (
    work: Work,
    paired: Paired,
    id: string,
    node: string,
    invitation: Invitation,
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

const RETRY_MS = 60_000;

type Entry = { readonly fenced: Fenced<PairingRecord>; readonly drive: Drive };

export const createRoster = (options: RosterOptions): Roster => {
  const { store, suite, random, clock, timers, damaged } = options;
  const entries = new Map<string, Entry>();
  let network: OpenPlace | undefined;
  let isClosed = false;

  const entryOf = (id: string): Entry => {
    const known = entries.get(id);
    if (known) return known;
    const entry: Entry = {
      fenced: createStoredRecord({ store, id, damaged, committed: () => committed(id) }),
      drive: createDrive({
        clock,
        timers,
        due: () => void tick(id),
        dispatch: (event) => dispatch(id, event),
        farewellSent: () => void change(id, withoutFarewell),
      }),
    };
    entries.set(id, entry);
    return entry;
  };

  const committed = (id: string): void => {
    settle(id);
    options.changed(id);
  };

  /** Brings what drives a record in line with what is durable. */
  const settle = (id: string, shortest = 0): void => {
    const entry = entries.get(id);
    if (!entry) return;
    const record = isClosed ? undefined : entry.fenced.state();
    entry.drive.follow(record, network, shortest);
    if (!record) entries.delete(id);
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
      if (paired && (record.kind === 'inviting' || record.kind === 'accepting')) {
        const { node, state } = record;
        await options.foundConversation(work, paired, id, node, state.invitation);
      }
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

  const stage: Roster['stage'] = (work, id, record) => stageRecord(work, random, id, record);

  const begin = async (id: string, record: PairingRecord): Promise<Result<void, StepFailure>> => {
    const work = createWork(store, damaged);
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

const withoutFarewell = (record: PairingRecord): PairingRecord | undefined =>
  record.kind === 'farewell' ? undefined : record;
