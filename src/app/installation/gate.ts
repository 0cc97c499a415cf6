/** Where the installation's key comes from: at once, or after a person has unlocked it. */

import type { Result } from '../../core/bytes/result.ts';
import type { DeviceKey, DeviceKeyFailure } from '../../ports/device-key.ts';
import type { LockView } from '../snapshot.ts';

export interface Gate {
  /**
   * The 32 bytes that open everything else. Where there is a lock it calls `locked` and resolves
   * once a person has opened it. They are the caller's from then on: a copy, erased when all closes.
   */
  key(locked: () => void): Promise<Result<Uint8Array, DeviceKeyFailure>>;
  /** What the screen is shown of it. */
  view(): LockView;
  subscribe(changed: () => void): () => void;
}

/** No lock: the key is the device's own. */
export const createOpenGate = (deviceKey: DeviceKey): Gate => ({
  key: () => deviceKey.open(),
  view: () => ({ kind: 'none' }),
  subscribe: () => () => undefined,
});
