/** What the screen is shown of the lock, and what a person can do with it. */

import type { KeyPlaceFailure } from '../../ports/key-place.ts';
import type { IdleMinutes } from './lock-record.ts';
import type { Proof, ProofFailure } from './ways.ts';

export type LockView = {
  /** `open`: there is a lock, and this tab has opened it. */
  readonly kind: 'none' | 'locked' | 'open';
  readonly hasPassphrase: boolean;
  readonly hasPasskey: boolean;
  /** False where this browser knows no passkeys. */
  readonly canPasskey: boolean;
  readonly idleMinutes: IdleMinutes;
  /** After wrong passphrases: when the next may be tried. */
  readonly waitUntil: number | undefined;
};

export const NO_LOCK: LockView = {
  kind: 'none',
  hasPassphrase: false,
  hasPasskey: false,
  canPasskey: false,
  idleMinutes: 0,
  waitUntil: undefined,
};

export type LockAnswer = 'done' | 'wait' | ProofFailure | KeyPlaceFailure;

export interface LockCommands {
  unlock(passphrase: string): Promise<LockAnswer>;
  unlockWithPasskey(): Promise<LockAnswer>;
  /** Every tab, at once; what was being typed is kept as a draft. Without a lock nothing happens. */
  lockNow(): Promise<void>;
  /** Where there is a lock, `proof` has to open it once more; so for every change of what opens it. */
  setPassphrase(passphrase: string, proof: Proof | undefined): Promise<LockAnswer>;
  removePassphrase(proof: Proof): Promise<LockAnswer>;
  setPasskey(proof: Proof | undefined): Promise<LockAnswer>;
  removePasskey(proof: Proof): Promise<LockAnswer>;
  /** After so long without a person at any tab it locks by itself; 0: never. */
  setIdleMinutes(minutes: IdleMinutes): Promise<void>;
}
