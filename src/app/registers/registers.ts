/**
 * What a person has set and every device of theirs is to know: nicknames, blocked contacts,
 * settings, read marks. Each value is a register: the latest write wins, on whichever device.
 *
 * Writes are fenced, so tabs take nothing back from each other, and durable before they are shown.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Result } from '../../core/bytes/result.ts';
import { tick, ZERO_STAMP, compareStamps, type Stamp } from '../../core/clock/hlc.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import { textBytes } from '../../core/journal/fields.ts';
import type { Key, Table } from '../../ports/store.ts';
import { createFenced, type StepFailure } from '../store/fenced.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { compareEntries, MAX_KEY_BYTES, MAX_VALUE_BYTES, type RegisterEntry } from './entry.ts';
import { entriesOf, entriesOfSlot, mergeEntries, settle, type RegisterState } from './merge.ts';
import { loadRegistry, REGISTERS_KEY, saveRegistry, type Registry } from './register-records.ts';

/** A value to set; undefined removes it. */
export type RegisterValue = readonly [key: string, value: Uint8Array | undefined];

export interface Registers {
  /** What stands, as far as this tab knows; undefined where nothing does, or it was removed. */
  get(key: string): Uint8Array | undefined;
  /** The keys that begin so and have a value, in no order. */
  keys(prefix: string): readonly string[];
  /** Sets, or with undefined removes, with a stamp later than all that stand. Durable when it resolves. */
  set(key: string, value: Uint8Array | undefined): Promise<Result<void, StepFailure>>;
  /** Several at once, all or none. */
  setAll(values: readonly RegisterValue[]): Promise<Result<void, StepFailure>>;
  /** Takes in what other devices wrote; gives what of it was news. */
  merge(entries: readonly RegisterEntry[]): Promise<Result<readonly RegisterEntry[], StepFailure>>;
  /** Every write that counts or will: also removals, and what is held for its time to come. */
  all(): readonly RegisterEntry[];
  /** Called after each change, with the entries that are new here: of this tab, of others, or merged. */
  subscribe(listener: (changed: readonly RegisterEntry[]) => void): () => void;
  /** Reads what is durable, at the start and after another tab wrote. */
  refresh(): Promise<Result<void, StepFailure>>;
  /** Once the time is confirmed: gives own writes from the future the present as their time. */
  restamp(): Promise<Result<void, StepFailure>>;
  /** 16 bytes: this device as a writer of registers. */
  device(): Uint8Array | undefined;
}

export type RegistersOptions = {
  readonly store: SealedStore;
  readonly suite: Suite;
  readonly random: Random;
  readonly now: () => number;
  /** Confirmed time, in ms: confirmed-time.ts. */
  readonly ceiling: () => number;
  /** Other tabs should know. */
  readonly written: () => void;
  readonly damaged: (table: Table, key: Key) => void;
};

export const createRegisters = (options: RegistersOptions): Registers => {
  const { suite, random, ceiling, now } = options;
  const listeners = new Set<(changed: readonly RegisterEntry[]) => void>();
  let known: RegisterState = new Map();

  const fenced = createFenced<Registry>({
    store: options.store,
    fence: REGISTERS_KEY,
    load: (work) => loadRegistry(work, random, ceiling()),
    save: (next, work, previous) => saveRegistry(suite, next, work, previous),
    damaged: options.damaged,
    committed: options.written,
  });

  const current = (): RegisterState => fenced.state()?.registers ?? known;

  const tellNews = (): void => {
    const [before, after] = [known, current()];
    known = after;
    const news = newEntries(before, after);
    if (news.length > 0) for (const listener of [...listeners]) listener(news);
  };

  const change = async (step: (registry: Registry) => RegisterState) => {
    const done = await fenced.run(async (registry) => {
      const registers = step(registry);
      const isSame = registers === registry.registers;
      return { next: isSame ? registry : { ...registry, registers }, value: undefined };
    });
    tellNews();
    return done;
  };

  const write = (registry: Registry, values: readonly RegisterValue[]): RegisterState => {
    const settled = settle(registry.registers, ceiling());
    const keys = values.map(([key]) => key);
    const base = withoutOwnHeld(settled, keys, registry.device);
    let stamp = latestSettled(base);
    const entries = values.map(([key, value]) => {
      stamp = tick(stamp, now());
      return { key, value, stamp, device: registry.device };
    });
    return mergeEntries(base, entries, ceiling());
  };

  const setAll = (values: readonly RegisterValue[]) => {
    for (const [key, value] of values) requireFitting(key, value);
    return change((registry) =>
      write(
        registry,
        values.filter(([key, value]) => !stands(registry.registers, key, value)),
      ),
    );
  };

  return {
    get: (key) => current().get(key)?.settled?.value,
    keys: (prefix) =>
      [...current()].flatMap(([key, { settled }]) =>
        key.startsWith(prefix) && settled?.value !== undefined ? [key] : [],
      ),
    set: (key, value) => setAll([[key, value]]),
    setAll,
    merge: async (entries) => {
      let news: readonly RegisterEntry[] = [];
      const done = await change(({ registers }) => {
        const merged = mergeEntries(settle(registers, ceiling()), entries, ceiling());
        news = newEntries(registers, merged);
        return merged;
      });
      return done.ok ? { ok: true, value: news } : done;
    },
    all: () => entriesOf(current()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: async () => {
      const done = await fenced.refresh();
      if (done.ok) tellNews();
      return done;
    },
    restamp: () =>
      change((registry) => {
        const settled = settle(registry.registers, ceiling());
        const own = ownFromFuture(settled, registry.device);
        const values = own.map(({ key, value }): RegisterValue => [key, value]);
        return write({ ...registry, registers: settled }, values);
      }),
    device: () => fenced.state()?.device,
  };
};

const newEntries = (before: RegisterState, after: RegisterState): readonly RegisterEntry[] =>
  [...after].flatMap(([key, slot]) => {
    const old = before.get(key);
    if (old === slot) return [];
    const known = old ? entriesOfSlot(old) : [];
    return entriesOfSlot(slot).filter((entry) =>
      known.every((each) => compareEntries(each, entry) !== 0),
    );
  });

const latestSettled = (registers: RegisterState): Stamp =>
  [...registers.values()].reduce<Stamp>(
    (latest, { settled }) =>
      settled && compareStamps(settled.stamp, latest) > 0 ? settled.stamp : latest,
    ZERO_STAMP,
  );

/** What this device wrote while its clock was far ahead gives way to what it writes now. */
const withoutOwnHeld = (
  registers: RegisterState,
  keys: readonly string[],
  device: Uint8Array,
): RegisterState => {
  const without = new Map(registers);
  for (const key of keys) {
    const slot = registers.get(key);
    if (!slot?.held || !equalBytes(slot.held.device, device)) continue;
    without.set(key, { settled: slot.settled, held: undefined });
  }
  return keys.length === 0 ? registers : without;
};

/** Own writes that a wrong clock put into the future. */
const ownFromFuture = (registers: RegisterState, device: Uint8Array): readonly RegisterEntry[] =>
  [...registers.values()].flatMap(({ held }) =>
    held && equalBytes(held.device, device) ? [held] : [],
  );

const stands = (registers: RegisterState, key: string, value: Uint8Array | undefined): boolean => {
  const slot = registers.get(key);
  const standing = slot?.settled?.value;
  if (slot?.held) return false;
  if (value === undefined || standing === undefined) return value === standing;
  return equalBytes(value, standing);
};

const requireFitting = (key: string, value: Uint8Array | undefined): void => {
  const bytes = textBytes(key);
  if (bytes === 0 || bytes > MAX_KEY_BYTES) throw new RangeError(`A key of ${bytes} bytes`);
  if (value && value.length > MAX_VALUE_BYTES) {
    throw new RangeError(`A value of ${value.length} bytes`);
  }
};
