/**
 * State that several tabs may change, one durable step at a time.
 *
 * Every step is computed from the newest durable state and committed together
 * with a revision number that must still be the one it started from. A tab
 * that was overtaken, or that slept, loads what is there and computes its step
 * again: nothing is ever forked, whoever holds which lock (docs/SPEC.md, A-6).
 */

import { createWriter } from '../../core/bytes/writer.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { ok, err, type Result } from '../../core/bytes/result.ts';
import type { Key, Table } from '../../ports/store.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { createWork, StorageGone, type PendingWork, type Work } from './work.ts';

export type StepFailure =
  | 'full'
  | 'unavailable'
  /** The state was removed, for example by another tab. */
  | 'gone';

export interface Fenced<State> {
  /** The newest state this tab has seen to be durable; undefined once it is gone. */
  state(): State | undefined;
  /** Loads what another tab made durable. */
  refresh(): Promise<Result<void, StepFailure>>;
  /**
   * Runs one step after all earlier ones. `next` undefined removes the state;
   * the same object means that the state record need not be written.
   */
  run<T>(step: Step<State, T>): Promise<Result<T, StepFailure>>;
}

export type Step<State, T> = (
  state: State,
  work: Work,
) => Promise<{ readonly next: State | undefined; readonly value: T }>;

export type FencedOptions<State> = {
  readonly store: SealedStore;
  /** The key under which table `revisions` fences this state. */
  readonly fence: Key;
  /**
   * Reads the state from the store; undefined when there is none. `isExpected`: there is a revision.
   * What it reads ahead is for the step after it.
   */
  readonly load: (work: Work, isExpected: () => Promise<boolean>) => Promise<State | undefined>;
  /** Puts what changed of the state into the work. */
  readonly save: (state: State, work: Work, previous: State) => void;
  readonly damaged: (table: Table, key: Key) => void;
  /** Called after each durable step of this tab. */
  readonly committed: () => void;
};

/** Overtaken this often in a row, a step gives up: something else is broken. */
const MAX_RETRIES = 100;

export const createFenced = <State>(options: FencedOptions<State>): Fenced<State> => {
  let state: State | undefined;
  let revision: Uint8Array | undefined;
  let loaded = false;
  /** Has what was read ahead, and was begun on the state as it was loaded. */
  let begun: PendingWork | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const load = async (): Promise<void> => {
    const work = createWork(options.store, options.damaged);
    const reading = work.get('revisions', options.fence);
    if (loaded && sameRevision(await reading, revision)) return;
    // Taken together or not at all: an old state under a new revision would overwrite a step, so the
    // revision is asked for first. A state that has lost its own begins with the first one again.
    const [found, newest] = await Promise.all([
      reading,
      options.load(work, async () => (await reading) !== undefined),
    ]);
    revision = found;
    state = newest;
    loaded = true;
    begun = work;
  };

  const begin = (): PendingWork => {
    const work = begun ?? createWork(options.store, options.damaged);
    begun = undefined;
    return work;
  };

  const attempt = async <T>(step: Step<State, T>): Promise<Result<T, StepFailure | 'conflict'>> => {
    if (!loaded) await load();
    const work = begin();
    if (state === undefined) return err('gone');
    const { next, value } = await step(state, work);
    const following = stage(work, state, next);
    if (following === 'unchanged') return ok(value);
    const done = await options.store.commit(work.batch());
    if (!done.ok) return done;
    state = next;
    revision = following;
    options.committed();
    return ok(value);
  };

  const stage = (
    work: PendingWork,
    previous: State,
    next: State | undefined,
  ): Uint8Array | undefined | 'unchanged' => {
    if (next !== undefined && next !== previous) options.save(next, work, previous);
    const batch = work.batch();
    const touched = [batch.put, batch.remove, batch.removeAll].some((part) => part?.length);
    if (!touched && next === previous) return 'unchanged';
    work.expect('revisions', options.fence, revision);
    if (next === undefined) {
      work.remove('revisions', options.fence);
      return undefined;
    }
    const following = followingRevision(revision);
    work.put('revisions', options.fence, following);
    return following;
  };

  const enqueue = <T>(task: () => Promise<Result<T, StepFailure>>) => {
    const result = queue.then(() => guarded(task));
    queue = result.catch(() => undefined); // the caller of `result` gets the error; the queue goes on
    return result;
  };

  return {
    state: () => state,
    refresh: () =>
      enqueue(async () => {
        await load();
        return ok(undefined);
      }),
    run: (step) =>
      enqueue(async () => {
        for (let tries = 0; tries < MAX_RETRIES; tries++) {
          const result = await attempt(step);
          if (result.ok) return result;
          if (result.error !== 'conflict') return err(result.error);
          await load();
        }
        return err('unavailable');
      }),
  };
};

/** The bytes of the first revision, for whoever creates a fenced state. */
export const FIRST_REVISION = createWriter().u48(1).finish();

/** The bytes of the revision after this one; of the first where there is none that can be read. */
export const followingRevision = (revision: Uint8Array | undefined): Uint8Array => {
  const parsed = revision && parseBytes(revision, (reader) => reader.u48());
  return createWriter()
    .u48((parsed?.ok ? parsed.value : 0) + 1)
    .finish();
};

const sameRevision = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && a.every((byte, i) => byte === b[i]);

const guarded = async <T>(
  task: () => Promise<Result<T, StepFailure>>,
): Promise<Result<T, StepFailure>> => {
  try {
    return await task();
  } catch (error) {
    if (error instanceof StorageGone) return err('unavailable');
    throw error;
  }
};
