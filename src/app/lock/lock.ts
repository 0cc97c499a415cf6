/**
 * The lock of an installation: holds the key while it is open, forgets it when
 * it is locked, and is the one place where the lock is set, changed and removed.
 *
 * Every tab asks for itself: an unlocked tab hands its key to no other. All tabs
 * are locked together. The key stays the same whatever opens it, so nothing
 * that is stored needs to be sealed anew.
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { DeviceKeyFailure } from '../../ports/device-key.ts';
import type { KeyContents, KeyRecord } from '../../ports/key-place.ts';
import type { Tabs } from '../../ports/tabs.ts';
import type { Gate } from '../installation/gate.ts';
import { attempt, settle, type AttemptPorts } from './attempt.ts';
import { createIdleWatch, type IdlePorts } from './idle.ts';
import {
  encodeLock,
  parseLock,
  type IdleMinutes,
  type LockRecord,
  type Way,
} from './lock-record.ts';
import type { LockAnswer, LockCommands, LockView } from './lock-screen.ts';
import { parseLockNote } from './notes.ts';
import { mayTryAt, parseTries, type Tries } from './tries.ts';
import { makePasskeyWay, makePassphraseWay, type Proof, type ProofFailure } from './ways.ts';

export type LockPorts = AttemptPorts & IdlePorts & { readonly tabs: Tabs };

type State =
  /** Not read yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none'; readonly key: Uint8Array }
  | { readonly kind: 'open'; readonly key: Uint8Array; readonly lock: LockRecord }
  | { readonly kind: 'locked'; readonly lock: LockRecord };

type Waiting = (key: Result<Uint8Array, DeviceKeyFailure>) => void;
type Next = Result<LockRecord | undefined, ProofFailure>;

const DEFAULT_IDLE: IdleMinutes = 15;

export const createLock = (ports: LockPorts): Gate => {
  const { keyPlace, suite, tabs, clock } = ports;
  const listeners = new Set<() => void>();
  let state: State = { kind: 'unknown' };
  let tries: Tries = parseTries(undefined);
  /** How often all tabs had been locked when this one was opened. */
  let lockings = 0;
  let waiting: Waiting | undefined;
  let shut: () => void = () => undefined;

  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };

  const idle = createIdleWatch(ports, {
    idle: () => {
      tabs.tell({ kind: 'idle' });
      forget();
    },
    worked: (at) => tabs.tell({ kind: 'worked', at }),
  });

  const open = (key: Uint8Array, lock: LockRecord | undefined): void => {
    const isNew =
      state.kind === 'open' && lock ? state.lock.idleMinutes !== lock.idleMinutes : true;
    state = lock ? { kind: 'open', key, lock } : { kind: 'none', key };
    if (isNew) idle.watch(lock?.idleMinutes ?? 0);
    waiting?.(ok(key.slice()));
    waiting = undefined;
    changed();
  };

  /** This tab alone, at once. */
  const forget = (): void => {
    if (state.kind !== 'open') return;
    const { key, lock } = state;
    state = { kind: 'locked', lock };
    key.fill(0);
    idle.watch(0);
    changed();
    shut();
  };

  /** Takes over what stands in the place of the key now. */
  const follow = (found: KeyRecord): 'followed' | 'broken' => {
    if (found.kind === 'open') {
      tries = parseTries(undefined);
      open(found.key, undefined);
      return 'followed';
    }
    const lock = parseLock(suite, found.lock);
    if (!lock) return 'broken';
    tries = parseTries(found.tries);
    if (state.kind === 'unknown' || state.kind === 'locked') state = { kind: 'locked', lock };
    else if (state.kind === 'open' && tries.lockings !== lockings) forget();
    else {
      if (state.kind === 'none') lockings = tries.lockings;
      open(state.key, lock);
    }
    changed();
    return 'followed';
  };

  const review = async (): Promise<void> => {
    if (state.kind === 'unknown') return;
    const found = await keyPlace.read();
    if (found.ok) follow(found.value);
  };

  const tellChanged = async (): Promise<void> => {
    tabs.tell({ kind: 'lock-changed' });
    await review();
  };

  const unlock = async (proof: Proof): Promise<LockAnswer> => {
    if (state.kind !== 'locked') return 'done';
    const opened = await attempt(ports, proof);
    tabs.tell({ kind: 'lock-changed' });
    const found = await keyPlace.read();
    if (!found.ok) return found.error;
    if (opened.ok) state = { kind: 'none', key: opened.value };
    follow(found.value);
    return opened.ok ? 'done' : opened.error;
  };

  /** What the lock is to be, from what it is; undefined: none. Nothing opens it but `proof`. */
  const change = async (
    proof: Proof | undefined,
    step: (key: Uint8Array, before: LockRecord | undefined) => Promise<Next> | Next,
  ): Promise<LockAnswer> => {
    const found = await keyPlace.read();
    if (!found.ok) return found.error;
    const before = found.value;
    const proven = before.kind === 'open' ? ok(before.key) : await proveBy(proof);
    if (!proven.ok) {
      await tellChanged();
      return proven.error;
    }
    const lock = before.kind === 'open' ? undefined : parseLock(suite, before.lock);
    if (before.kind !== 'open' && !lock) return 'broken';
    const next = await step(proven.value, lock);
    if (!next.ok) return next.error;
    const replaced = await keyPlace.replace(before, contentsOf(proven.value, next.value));
    await tellChanged();
    if (replaced.ok) return 'done';
    return replaced.error === 'conflict' ? 'unavailable' : replaced.error;
  };

  const proveBy = async (proof: Proof | undefined) =>
    proof ? attempt(ports, proof) : err('wrong' as const);

  const contentsOf = (key: Uint8Array, lock: LockRecord | undefined): KeyContents =>
    lock ? { kind: 'locked', lock: encodeLock(suite, lock) } : { kind: 'open', key };

  const put = (made: Result<Way, ProofFailure>, before: LockRecord | undefined): Next => {
    if (!made.ok) return made;
    const others = before?.ways.filter(({ kind }) => kind !== made.value.kind) ?? [];
    return ok({
      idleMinutes: before?.idleMinutes ?? DEFAULT_IDLE,
      ways: [...others, made.value],
    });
  };

  const without = (kind: Way['kind'], before: LockRecord | undefined): Next => {
    const ways = before?.ways.filter((way) => way.kind !== kind) ?? [];
    return ok(before && ways.length > 0 ? { ...before, ways } : undefined);
  };

  const commands: LockCommands = {
    unlock: (passphrase) => unlock({ kind: 'passphrase', passphrase }),
    unlockWithPasskey: () => unlock({ kind: 'passkey' }),
    lockNow: async () => {
      if (state.kind !== 'open') return;
      tabs.tell({ kind: 'lock' });
      forget();
      await settle(ports, (before) => ({ lockings: before.lockings + 1 }));
    },
    setPassphrase: (passphrase, proof) =>
      change(proof, async (key, before) =>
        put(await makePassphraseWay(ports, passphrase, key), before),
      ),
    removePassphrase: (proof) => change(proof, (_, before) => without('passphrase', before)),
    setPasskey: (proof) =>
      change(proof, async (key, before) => put(await makePasskeyWay(ports, key), before)),
    removePasskey: (proof) => change(proof, (_, before) => without('passkey', before)),
    setIdleMinutes: async (minutes) => {
      const found = await keyPlace.read();
      if (!found.ok || found.value.kind === 'open') return;
      const before = parseLock(suite, found.value.lock);
      if (!before) return;
      const lock = encodeLock(suite, { ...before, idleMinutes: minutes });
      await keyPlace.replace(found.value, { kind: 'locked', lock });
      await tellChanged();
    },
  };

  const endings = [
    tabs.subscribe((value) => {
      const note = parseLockNote(value);
      if (note?.kind === 'lock') forget();
      else if (note?.kind === 'lock-changed') void review();
      else if (note?.kind === 'worked') idle.workedElsewhere(note.at);
      else if (note?.kind === 'idle') idle.check();
    }),
    // A tab that slept may have missed that all were locked.
    ports.lifecycle.subscribe((event) => {
      if (event === 'resumed' || event === 'visible') void review();
    }),
    idle.close,
  ];

  return {
    key: async (locked) => {
      const found = await keyPlace.read();
      if (!found.ok) return found;
      if (follow(found.value) === 'broken') return err('broken');
      if (state.kind === 'open' || state.kind === 'none') return ok(state.key.slice());
      locked();
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    view: () => viewOf(state, tries, clock.now(), ports.passkeys.available),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    whenLocked: (run) => {
      shut = run;
    },
    close: () => {
      for (const end of endings) end();
    },

    commands,
  };
};

const viewOf = (state: State, tries: Tries, now: number, canPasskey: boolean): LockView => {
  const lock = state.kind === 'open' || state.kind === 'locked' ? state.lock : undefined;
  const has = (kind: Way['kind']): boolean => lock?.ways.some((way) => way.kind === kind) ?? false;
  return {
    kind: state.kind === 'unknown' ? 'none' : state.kind,
    hasPassphrase: has('passphrase'),
    hasPasskey: has('passkey'),
    canPasskey,
    idleMinutes: lock?.idleMinutes ?? 0,
    waitUntil: mayTryAt(tries, now),
  };
};
