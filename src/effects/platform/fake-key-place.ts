/** The place of the key for tests: in memory, shared by all tabs that are handed it. */
import { equalBytes } from '../../core/bytes/compare.ts';
import { err, ok } from '../../core/bytes/result.ts';
import type { KeyContents, KeyPlace, KeyPlaceFailure } from '../../ports/key-place.ts';

export interface FakeKeyPlace extends KeyPlace {
  /** All that stands there, as a thief finds it. */
  contents(): { readonly held: KeyContents; readonly tries: Uint8Array | undefined };
  /** Puts something there past all rules. */
  damage(held: KeyContents, tries?: Uint8Array): void;
  /** Every later call fails like this; undefined ends it. */
  fail(failure: KeyPlaceFailure | undefined): void;
}

export const createFakeKeyPlace = (key = new Uint8Array(32).fill(7)): FakeKeyPlace => {
  let held: KeyContents = { kind: 'open', key };
  let tries: Uint8Array | undefined;
  let failure: KeyPlaceFailure | undefined;
  return {
    contents: () => ({ held, tries }),
    damage: (next, nextTries) => {
      held = next;
      tries = nextTries;
    },
    fail: (next) => {
      failure = next;
    },
    read: async () => {
      if (failure !== undefined) return err(failure);
      return ok(
        held.kind === 'open'
          ? { kind: 'open', key: held.key.slice() }
          : { kind: 'locked', lock: held.lock.slice(), tries: tries?.slice() },
      );
    },
    replace: async (before, next) => {
      if (failure !== undefined) return err(failure);
      if (!isSame(held, before)) return err('conflict');
      if (next.kind === 'open') tries = undefined;
      held = next;
      return ok(undefined);
    },
    noteTries: async (before, next) => {
      if (failure !== undefined) return err(failure);
      const isAsBefore =
        before && tries ? equalBytes(before, tries) : before === undefined && tries === undefined;
      if (held.kind === 'open' || !isAsBefore) return err('conflict');
      tries = next.slice();
      return ok(undefined);
    },
  };
};

const isSame = (a: KeyContents, b: KeyContents): boolean =>
  a.kind === 'locked' && b.kind === 'locked' ? equalBytes(a.lock, b.lock) : a.kind === b.kind;
