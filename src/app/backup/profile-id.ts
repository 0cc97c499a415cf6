/**
 * The name of a profile on all devices of its person, by which a backup is
 * known to be of it: 16 random bytes in a register, made when first asked for.
 */

import type { Random } from '../../core/crypto/suite.ts';
import type { Registers } from '../registers/registers.ts';

const KEY = 'profile/id';
const LENGTH = 16;

export const profileIdIn = (registers: Pick<Registers, 'get'>): Uint8Array | undefined => {
  const id = registers.get(KEY);
  return id?.length === LENGTH ? id : undefined;
};

/** Undefined when it could not become durable. */
export const makeProfileId = async (
  registers: Registers,
  random: Random,
): Promise<Uint8Array | undefined> => {
  const known = profileIdIn(registers);
  if (known) return known;
  const made = random(LENGTH);
  const done = await registers.set(KEY, made);
  return done.ok ? made : undefined;
};
