/** The name of a profile and what its contacts are told, the same on all its devices. */

import { encodeName, parseName } from './names.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { tidyName, type Profile } from '../profile.ts';
import { QUIET_PARTS, type Told } from '../quiet.ts';
import type { RegisterValue } from '../registers/registers.ts';
import type { House } from './house.ts';

const NAME = 'profile/name';
const TOLD = 'profile/told';

/** Brings the two in step: what another device set last counts here, what is set here is told. */
export const followProfileRegisters = async (house: House): Promise<void> => {
  const profile = house.profile();
  if (!profile) return;
  const values: RegisterValue[] = [];
  let taken: Profile = profile;
  for (const [key, value] of valuesOf(profile)) {
    const stands = house.registers.get(key);
    // A device that has just come has chosen nothing: it waits for what the others have.
    if (!stands || !value || equalBytes(stands, value)) continue;
    if (isOwn(house, key)) values.push([key, value]);
    else taken = withValue(taken, key, stands);
  }
  if (values.length > 0) await house.registers.setAll(values);
  if (taken !== profile) {
    await house.changeProfile((before) => ({ ...before, name: taken.name, told: taken.told }));
  }
};

/** What was never told, before the first other device comes. */
export const tellProfile = async (house: House): Promise<void> => {
  const profile = house.profile();
  const untold = profile ? valuesOf(profile) : [];
  await house.registers.setAll(untold.filter(([key]) => house.registers.get(key) === undefined));
};

/** To be set before the profile itself: what was set here is then never taken for another device's. */
export const profileValues = (before: Profile, after: Profile): readonly RegisterValue[] => {
  const old = new Map(valuesOf(before));
  return valuesOf(after).filter(([key, value]) => {
    const known = old.get(key);
    return !known || !value || !equalBytes(known, value);
  });
};

const valuesOf = ({ name, told }: Profile): readonly RegisterValue[] => [
  [NAME, encodeName(name)],
  [TOLD, new Uint8Array([bitsOf(told)])],
];

const isOwn = ({ registers }: House, key: string): boolean => {
  const device = registers.device();
  return registers
    .all()
    .some((entry) => entry.key === key && device && equalBytes(entry.device, device));
};

const withValue = (profile: Profile, key: string, value: Uint8Array): Profile => {
  if (key === TOLD)
    return value.length === 1 ? { ...profile, told: toldOf(value[0] ?? 0) } : profile;
  const name = tidyName(parseName(value) ?? '');
  return name === null || name === profile.name ? profile : { ...profile, name };
};

const bitsOf = (told: Told): number =>
  QUIET_PARTS.reduce((bits, part, i) => bits + (told[part] ? 1 << i : 0), 0);

const toldOf = (bits: number): Told => ({
  receipts: (bits & 1) !== 0,
  typing: (bits & 2) !== 0,
  presence: (bits & 4) !== 0,
});
