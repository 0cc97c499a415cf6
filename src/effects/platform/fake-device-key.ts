/** A device key for tests: the same on every call, or a failure on demand. */
import { err, ok } from '../../core/bytes/result.ts';
import type { DeviceKey, DeviceKeyFailure } from '../../ports/device-key.ts';

export interface FakeDeviceKey extends DeviceKey {
  /** Every later call fails like this; undefined ends it. */
  fail(failure: DeviceKeyFailure | undefined): void;
}

export const createFakeDeviceKey = (key = new Uint8Array(32).fill(7)): FakeDeviceKey => {
  let failure: DeviceKeyFailure | undefined;
  return {
    fail: (next) => {
      failure = next;
    },
    open: () => Promise.resolve(failure === undefined ? ok(key.slice()) : err(failure)),
  };
};
