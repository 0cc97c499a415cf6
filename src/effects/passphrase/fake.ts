/** Keys of passphrases for tests: at once, by one HKDF, with a count and a way to fail. */
import { err, ok } from '../../core/bytes/result.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { derive } from '../../core/crypto/derive.ts';
import {
  LEAST_COST,
  passphraseBytes,
  writeCost,
  type PassphraseCost,
} from '../../core/crypto/passphrase.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';

export interface FakePassphraseKeys extends PassphraseKeys {
  /** How many keys were made. */
  derived(): number;
  /** Every later call answers `unavailable`. */
  fail(fails: boolean): void;
  /** What calibrating gives from now on. */
  costs(cost: PassphraseCost): void;
}

export const createFakePassphraseKeys = (suite: Suite): FakePassphraseKeys => {
  let derived = 0;
  let isFailing = false;
  let calibrated = LEAST_COST;
  return {
    derived: () => derived,
    fail: (fails) => {
      isFailing = fails;
    },
    costs: (cost) => {
      calibrated = cost;
    },
    derive: async (passphrase, salt, cost) => {
      if (isFailing) return err('unavailable');
      derived += 1;
      const context = [salt, writeCost(createWriter(), cost).finish()];
      return ok(derive(suite, passphraseBytes(passphrase), 'fake passphrase', context));
    },
    calibrate: async () => (isFailing ? err('unavailable') : ok(calibrated)),
  };
};
