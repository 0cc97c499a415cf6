/** The key of an installation that has no lock, or none any more. */
import { err, ok } from '../../core/bytes/result.ts';
import type { DeviceKey } from '../../ports/device-key.ts';
import { createKeyPlace } from './key-place.ts';

/** `name` is the database. A key behind a lock is `broken`: only the lock opens it. */
export const createDeviceKey = (name: string): DeviceKey => {
  const place = createKeyPlace(name);
  return {
    open: async () => {
      const found = await place.read();
      if (!found.ok) return found;
      return found.value.kind === 'open' ? ok(found.value.key) : err('broken');
    },
  };
};
