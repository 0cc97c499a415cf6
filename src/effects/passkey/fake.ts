/** A person with a passkey for tests: the same secret for the same passkey and salt. */
import { err, ok } from '../../core/bytes/result.ts';
import { derive } from '../../core/crypto/derive.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { PasskeyFailure, Passkeys } from '../../ports/passkeys.ts';

export interface FakePasskeys extends Passkeys {
  /** Every later call answers like this; undefined ends it. */
  fail(failure: PasskeyFailure | undefined): void;
  /** What was made is lost, as with a lost phone. */
  lose(): void;
}

export const createFakePasskeys = (suite: Suite, available = true): FakePasskeys => {
  const secrets = new Map<string, Uint8Array>();
  let made = 0;
  let failure: PasskeyFailure | undefined;
  const secretOf = (credential: Uint8Array, salt: Uint8Array) => {
    const own = secrets.get(String(credential));
    return own ? ok(derive(suite, own, 'fake passkey', [salt])) : err('cancelled' as const);
  };
  return {
    available,
    fail: (next) => {
      failure = next;
    },
    lose: () => secrets.clear(),
    create: async (salt) => {
      if (failure !== undefined) return err(failure);
      const credential = new Uint8Array(16).fill(++made);
      secrets.set(String(credential), new Uint8Array(32).fill(100 + made));
      const secret = secretOf(credential, salt);
      return secret.ok ? ok({ credential, secret: secret.value }) : secret;
    },
    ask: async (credential, salt) =>
      failure === undefined ? secretOf(credential, salt) : err(failure),
  };
};
