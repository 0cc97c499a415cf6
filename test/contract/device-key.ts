/** The rules of the DeviceKey port. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/bytes/result.ts';
import type { DeviceKey } from '../../src/ports/device-key.ts';

/** `createInstallation` gives a function that makes the port of one more tab. */
export const tryDeviceKey = (name: string, createInstallation: () => () => DeviceKey): void => {
  const keyOf = async (deviceKey: DeviceKey): Promise<Uint8Array> => {
    const opened = await deviceKey.open();
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };

  describe(`the device key: ${name}`, () => {
    it('H-25: is 32 bytes, the same at every call and in every tab', async () => {
      const tab = createInstallation();
      const first = tab();
      const key = await keyOf(first);
      expect(key).toHaveLength(32);
      expect(await first.open()).toEqual(ok(key));
      expect(await tab().open()).toEqual(ok(key));
    });

    it('H-25: is the same for tabs that race to make it', async () => {
      const tab = createInstallation();
      const keys = await Promise.all(Array.from({ length: 8 }, () => keyOf(tab())));
      expect(new Set(keys.map(String)).size).toBe(1);
    });

    it('H-25: is handed out as a copy', async () => {
      const tab = createInstallation();
      const key = await keyOf(tab());
      const kept = key.slice();
      key.fill(0);
      expect(await tab().open()).toEqual(ok(kept));
    });
  });
};
