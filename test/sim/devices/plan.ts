/** What two people and their devices go through, as plain data that a seed decides. */
import { createDice, type Dice } from '../dice.ts';

/** Devices are named by their number, in the order in which they came; 0 and 1 found the conversation. */
export type DeviceStep =
  | { readonly do: 'say'; readonly device: number; readonly text: string }
  /** So much that a new device gets it newest first. */
  | {
      readonly do: 'say-much';
      readonly device: number;
      readonly text: string;
      readonly count: number;
    }
  /** Those devices are on together for a minute, and everybody else is away. */
  | { readonly do: 'meet'; readonly devices: readonly number[] }
  /** The device lets another one of its person in; `ms`: how long they stand beside each other, a minute. */
  | { readonly do: 'link'; readonly device: number; readonly ms?: number }
  | { readonly do: 'back-up'; readonly device: number }
  /** Another device of the person ends this one, which somebody else has from now on. */
  | { readonly do: 'lose'; readonly device: number; readonly by: number }
  /** A new device goes on from the backup of this one, which is gone, or goes on too. */
  | { readonly do: 'restore'; readonly device: number; readonly isGone: boolean }
  /** The device is set back to its backup, and does not know. */
  | { readonly do: 'set-back'; readonly device: number }
  | { readonly do: 'clock'; readonly device: number; readonly ms: number }
  | { readonly do: 'apart'; readonly days: number };

export type DevicePlan = { readonly seed: number; readonly steps: readonly DeviceStep[] };

/** Secrets end after 120 days; nobody is apart for longer. */
const MAX_DAYS = 110;
/** Long histories take long: one plan of so many has one. */
const LONG_EVERY = 8;
/** One plan of so many sets devices back to their backups, which go on; the others stay what they were. */
const FORKS_EVERY = 4;
const HOUR = 60 * 60 * 1000;
const WEIGHTS = {
  say: 10,
  meet: 9,
  link: 3,
  'back-up': 2,
  lose: 1,
  restore: 1,
  'set-back': 0,
  clock: 1,
  apart: 1,
} as const;

export const WITH_FORKS = { ...WEIGHTS, 'back-up': 4, 'set-back': 12 };

/** What the generator knows of a device; the run checks again what is possible. */
type Known = { readonly person: number; isHere: boolean; hasBackup: boolean };

export const generateDevicePlan = (
  seed: number,
  weights: Record<keyof typeof WEIGHTS, number> = seed % FORKS_EVERY === 2 ? WITH_FORKS : WEIGHTS,
): DevicePlan => {
  const dice = createDice(seed);
  const devices: Known[] = [0, 1].map((person) => ({ person, isHere: true, hasBackup: false }));
  const steps: DeviceStep[] = [{ do: 'meet', devices: [0, 1] }];
  let days = 0;
  const most = Number(dice.weighted({ 3: 5, 4: 3, 6: 1, 8: 1 }));
  const count = dice.whole(6, 18);
  while (steps.length < count) {
    const isFull = devices.length >= most;
    const step = draw(dice, devices, isFull, steps.length, MAX_DAYS - days, weights);
    if (!step) continue;
    if (step.do === 'apart') days += step.days;
    follow(devices, step);
    steps.push(step);
  }
  return { seed, steps: seed % LONG_EVERY === 0 ? withMuch(seed, steps) : steps };
};

/** By dice of its own, so that the other plans stay what they were. Some links are cut on the way. */
const withMuch = (seed: number, steps: readonly DeviceStep[]): readonly DeviceStep[] => {
  const dice = createDice(-seed);
  const at = dice.whole(1, Math.ceil(steps.length / 3));
  const count = dice.whole(260, 420);
  const much = { do: 'say-much', device: dice.whole(0, 1), text: 'much', count } as const;
  const cut = (step: DeviceStep): DeviceStep =>
    step.do === 'link' && dice.hit(0.5) ? { ...step, ms: dice.whole(30, 130) } : step;
  return [...steps.slice(0, at), much, ...steps.slice(at).map(cut)];
};

const draw = (
  dice: Dice,
  devices: readonly Known[],
  isFull: boolean,
  number: number,
  daysLeft: number,
  weights: Record<keyof typeof WEIGHTS, number>,
): DeviceStep | undefined => {
  const here = devices.flatMap(({ isHere }, i) => (isHere ? [i] : []));
  const device = here[dice.whole(0, here.length - 1)] ?? 0;
  const known = devices[device];
  const siblings = here.filter((i) => i !== device && devices[i]?.person === known?.person);
  switch (dice.weighted(weights)) {
    case 'say':
      return { do: 'say', device, text: `said ${number}` };
    case 'meet': {
      const some = here.filter(() => dice.hit(0.6));
      return some.length > 1 ? { do: 'meet', devices: some } : undefined;
    }
    case 'link':
      return isFull ? undefined : { do: 'link', device };
    case 'back-up':
      return { do: 'back-up', device };
    case 'lose': {
      const by = siblings[dice.whole(0, siblings.length - 1)];
      return by === undefined ? undefined : { do: 'lose', device, by };
    }
    case 'restore':
      if (!known?.hasBackup || isFull) return undefined;
      return { do: 'restore', device, isGone: dice.hit(0.6) };
    case 'set-back':
      return known?.hasBackup ? { do: 'set-back', device } : undefined;
    case 'clock':
      return { do: 'clock', device, ms: dice.whole(-20, 20) * HOUR };
    case 'apart': {
      const days = Math.min(daysLeft, dice.whole(1, 60));
      return days > 0 ? { do: 'apart', days } : undefined;
    }
  }
};

const follow = (devices: Known[], step: DeviceStep): void => {
  if (!('device' in step)) return;
  const known = devices[step.device];
  if (!known) return;
  if (step.do === 'back-up') known.hasBackup = true;
  const isCopied = step.do === 'restore' || step.do === 'set-back';
  if (step.do === 'lose' || isCopied) known.isHere = false;
  if (step.do === 'link' || isCopied) {
    devices.push({ person: known.person, isHere: true, hasBackup: false });
  }
};
