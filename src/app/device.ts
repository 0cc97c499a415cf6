/** Opens what this device keeps, or says in a tag why it cannot. */

import { err, ok, type Result } from '../core/bytes/result.ts';
import type { Ports } from './ports.ts';
import { createSealedStore, type SealedStore } from './vault/sealed-store.ts';

export type DeviceFailure = 'insecure-origin' | 'storage-blocked' | 'key-broken';

export const openDevice = async (ports: Ports): Promise<Result<SealedStore, DeviceFailure>> => {
  if (!ports.secure) return err('insecure-origin');
  const [opened, key] = await Promise.all([ports.openStore(), ports.deviceKey.open()]);
  if (!opened.ok) return err('storage-blocked');
  if (!key.ok) return err(key.error === 'broken' ? 'key-broken' : 'storage-blocked');
  return ok(createSealedStore(opened.value, ports.suite, ports.random, key.value));
};
