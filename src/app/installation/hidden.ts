/**
 * Hiding profiles behind passphrases of their own, and finding them again.
 *
 * A wrong passphrase costs as long as a right one, also where nothing is
 * hidden, and after a few of them the next may be tried only after a while.
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import { PASSPHRASE_SALT_LENGTH } from '../../core/crypto/passphrase.ts';
import { encodeTries, mayTryAt, NO_TRIES, parseTries, type Tries } from '../lock/tries.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import {
  encodeHidden,
  openBox,
  parseHidden,
  sealBox,
  type HiddenEntry,
  type HiddenProfiles,
} from './hidden-record.ts';
import type { HiddenFailure } from './hiding-answer.ts';
import type { InstallationPorts } from './ports.ts';
import { changeRecord, readRecord, type RecordCodec } from './sealed-record.ts';

export interface Hidden {
  find(passphrase: string): Promise<Result<HiddenEntry, HiddenFailure>>;
  /** `taken`: the passphrase opens another one already. */
  add(entry: HiddenEntry, passphrase: string): Promise<Result<void, HiddenFailure | 'taken'>>;
  /** Takes away the box from which it was found last. */
  remove(id: string): Promise<boolean>;
}

const RECORD: RecordCodec<HiddenProfiles> = {
  key: ['hidden'],
  encode: encodeHidden,
  parse: parseHidden,
};
const TRIES: RecordCodec<Tries> = {
  key: ['hidden-tries'],
  encode: encodeTries,
  parse: parseTries,
};

type HiddenPorts = Pick<InstallationPorts, 'suite' | 'random' | 'clock' | 'passphraseKeys'>;

export const createHidden = (ports: HiddenPorts, store: SealedStore): Hidden => {
  const { suite, random, passphraseKeys } = ports;
  const boxes = new Map<string, Uint8Array>();

  /** What is there, or what the first one would begin with. */
  const load = async (): Promise<Result<HiddenProfiles, HiddenFailure>> => {
    const found = await readRecord(store, RECORD);
    if (!found.ok) return err('storage');
    if (found.value) return ok(found.value);
    const cost = await passphraseKeys.calibrate();
    if (!cost.ok) return err('unsupported');
    return ok({ salt: random(PASSPHRASE_SALT_LENGTH), cost: cost.value, boxes: [] });
  };

  const secretOf = async (
    { salt, cost }: HiddenProfiles,
    passphrase: string,
  ): Promise<Result<Uint8Array, HiddenFailure>> => {
    const made = await passphraseKeys.derive(passphrase, salt, cost);
    return made.ok ? made : err('unsupported');
  };

  const findIn = (hidden: HiddenProfiles, secret: Uint8Array): HiddenEntry | undefined => {
    for (const box of hidden.boxes) {
      const entry = openBox(suite, secret, box);
      if (!entry) continue;
      boxes.set(entry.id, box);
      return entry;
    }
    return undefined;
  };

  /** Counted before it begins, so that a reload in the middle wins nothing. */
  const beginTry = async (): Promise<Result<void, HiddenFailure>> => {
    let isTooEarly = false;
    const noted = await changeRecord(store, TRIES, (before = NO_TRIES) => {
      const now = ports.clock.now();
      isTooEarly = mayTryAt(before, now) !== undefined;
      if (isTooEarly && before.last <= now) return before;
      return { ...before, wrong: isTooEarly ? before.wrong : before.wrong + 1, last: now };
    });
    if (!noted.ok) return err('storage');
    return isTooEarly ? err('wait') : ok(undefined);
  };

  return {
    find: async (passphrase) => {
      const begun = await beginTry();
      if (!begun.ok) return begun;
      const hidden = await load();
      if (!hidden.ok) return hidden;
      const secret = await secretOf(hidden.value, passphrase);
      if (!secret.ok) return secret;
      const entry = findIn(hidden.value, secret.value);
      if (!entry) return err('wrong');
      await changeRecord(store, TRIES, () => NO_TRIES);
      return ok(entry);
    },
    add: async (entry, passphrase) => {
      const hidden = await load();
      if (!hidden.ok) return hidden;
      const secret = await secretOf(hidden.value, passphrase);
      if (!secret.ok) return secret;
      if (findIn(hidden.value, secret.value)) return err('taken');
      const box = sealBox(suite, random, secret.value, entry);
      const { salt } = hidden.value;
      const kept = await changeRecord(store, RECORD, (before = hidden.value) =>
        // Another tab was first with another salt: this box would not be found there.
        before.salt.every((byte, at) => byte === salt[at])
          ? { ...before, boxes: [...before.boxes, box] }
          : before,
      );
      if (!kept.ok || !kept.value?.boxes.includes(box)) return err('storage');
      boxes.set(entry.id, box);
      return ok(undefined);
    },
    remove: async (id) => {
      const gone = boxes.get(id);
      if (!gone) return false;
      const kept = await changeRecord(
        store,
        RECORD,
        (before) =>
          before && { ...before, boxes: before.boxes.filter((box) => !isSame(box, gone)) },
      );
      return kept.ok;
    },
  };
};

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.every((byte, at) => byte === other[at]);
