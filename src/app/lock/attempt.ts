/**
 * One try to open the lock, counted before it begins: a reload in the middle
 * of it, or another tab at the same moment, wins nothing.
 *
 * Only passphrases are counted: nobody guesses at what a passkey gives, and its
 * own device counts wrong fingers and PINs.
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyPlace, KeyPlaceFailure, KeyRecord } from '../../ports/key-place.ts';
import { parseLock } from './lock-record.ts';
import { encodeTries, mayTryAt, NO_TRIES, parseTries, type Tries } from './tries.ts';
import { openWay, type Proof, type ProofFailure, type WayPorts } from './ways.ts';

export type AttemptPorts = WayPorts & { readonly clock: Clock; readonly keyPlace: KeyPlace };

export type AttemptFailure = ProofFailure | KeyPlaceFailure | 'wait';

type Locked = Extract<KeyRecord, { kind: 'locked' }>;

/** The installation's key, also where the lock was taken away meanwhile. */
export const attempt = async (
  ports: AttemptPorts,
  proof: Proof,
): Promise<Result<Uint8Array, AttemptFailure>> => {
  const found = await ports.keyPlace.read();
  if (!found.ok) return found;
  if (found.value.kind === 'open') return ok(found.value.key);
  const lock = parseLock(ports.suite, found.value.lock);
  if (!lock) return err('broken');
  const way = lock.ways.find(({ kind }) => kind === proof.kind);
  if (!way) return err('unsupported');
  if (way.kind === 'passkey') return openWay(ports, way, proof);

  const begun = await begin(ports, found.value);
  if (!begun.ok) return begun;
  const opened = await openWay(ports, way, proof);
  if (opened.ok) await settle(ports, () => ({ wrong: 0, last: 0 }));
  // What cannot be tried here was no try.
  else if (opened.error !== 'wrong') await settle(ports, ({ wrong }) => ({ wrong: wrong - 1 }));
  return opened;
};

/** Counts a try that is about to begin, unless it is too early for one. */
const begin = async (ports: AttemptPorts, found: Locked): Promise<Result<void, AttemptFailure>> => {
  const tries = parseTries(found.tries);
  const now = ports.clock.now();
  const isTooEarly = mayTryAt(tries, now) !== undefined;
  // A clock that was set back waits once, from now.
  if (isTooEarly && tries.last <= now) return err('wait');
  const wrong = isTooEarly ? tries.wrong : tries.wrong + 1;
  const next = encodeTries({ ...tries, wrong, last: now });
  const noted = await ports.keyPlace.noteTries(found.tries, next);
  if (noted.ok) return isTooEarly ? err('wait') : ok(undefined);
  if (noted.error !== 'conflict') return err(noted.error);
  const again = await ports.keyPlace.read();
  if (!again.ok) return again;
  return again.value.kind === 'locked' ? begin(ports, again.value) : err('wait');
};

/** Notes something in the record of tries, whatever other tabs note meanwhile. */
export const settle = async (
  { keyPlace }: Pick<AttemptPorts, 'keyPlace'>,
  change: (before: Tries) => Partial<Tries>,
): Promise<void> => {
  for (;;) {
    const found = await keyPlace.read();
    if (!found.ok || found.value.kind === 'open') return;
    const before = parseTries(found.value.tries);
    const next = encodeTries({ ...NO_TRIES, ...before, ...change(before) });
    const noted = await keyPlace.noteTries(found.value.tries, next);
    if (noted.ok || noted.error !== 'conflict') return;
  }
};
