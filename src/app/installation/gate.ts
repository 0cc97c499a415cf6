/** Where the installation's key comes from: at once, or after a person has unlocked it. */

import type { Result } from '../../core/bytes/result.ts';
import type { DeviceKey, DeviceKeyFailure } from '../../ports/device-key.ts';
import { NO_LOCK, type LockCommands, type LockView } from '../lock/lock-screen.ts';

export interface Gate {
  /**
   * The 32 bytes that open everything else. Where there is a lock it calls `locked` and resolves
   * once a person has opened it. They are the caller's from then on: a copy, erased when all closes.
   */
  key(locked: () => void): Promise<Result<Uint8Array, DeviceKeyFailure>>;
  /** What the screen is shown of it. */
  view(): LockView;
  subscribe(changed: () => void): () => void;
  /** `shut` is called when all must be closed, whoever or whatever locked it; the key is asked for after it. */
  whenLocked(shut: () => void): void;
  readonly commands: LockCommands;
  close(): void;
}

/** No lock, and none can be set: the key is the device's own. */
export const createOpenGate = (deviceKey: DeviceKey): Gate => ({
  key: () => deviceKey.open(),
  view: () => NO_LOCK,
  subscribe: () => () => undefined,
  whenLocked: () => undefined,
  commands: NO_COMMANDS,
  close: () => undefined,
});

const cannot = () => Promise.resolve('unsupported' as const);

const NO_COMMANDS: LockCommands = {
  unlock: cannot,
  unlockWithPasskey: cannot,
  lockNow: () => Promise.resolve(),
  setPassphrase: cannot,
  removePassphrase: cannot,
  setPasskey: cannot,
  removePasskey: cannot,
  setIdleMinutes: () => Promise.resolve(),
};
