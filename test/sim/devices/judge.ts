/**
 * What must hold when everybody who is left has met: who was meant to read a
 * message reads it, who was not does not, and nothing is lost.
 */
import type { SimDevice } from './device.ts';

/** `lost`: somebody else has it; `gone`: nobody has; `copied`: another device goes on from a copy; `never`: was not let in. */
export type Fate = 'here' | 'lost' | 'gone' | 'copied' | 'never';

export type Standing = {
  readonly device: SimDevice;
  /** How many messages had been said when it came: those it was given by who let it in. */
  readonly since: number;
  /** Names of the devices by whose word it is there, from one to the next. */
  readonly sponsors: readonly string[];
  fate: Fate;
};

export type Said = {
  readonly text: string;
  readonly by: number;
  readonly writer: string;
  /** Writers that the speaker knew as remaining, and as ended. */
  readonly to: readonly string[];
  readonly without: readonly string[];
};

/** `isForked`: a device was set back, so whoever meets it may be told of a fork. */
export const judge = (
  devices: readonly Standing[],
  said: readonly Said[],
  isForked = false,
): readonly string[] => {
  const here = devices.filter(({ fate }) => fate === 'here');
  return [
    ...here.flatMap((each) => missing(each, here, said)),
    ...devices.flatMap((each) => stolen(each, said)),
    ...here.flatMap(({ device }) => strange(device, said)),
    ...unequal(here),
    ...devices.flatMap((each) => alarmed(each, isForked)),
  ];
};

/** Said by a device that is still here, to this one or to another of the same person that is. */
const missing = (
  { device }: Standing,
  here: readonly Standing[],
  said: readonly Said[],
): readonly string[] => {
  const siblings = here.filter((each) => each.device.person === device.person);
  const names = new Set(siblings.map((each) => each.device.name()));
  const speakers = new Set(here.map((each) => each.device.number));
  const texts = new Set(device.texts());
  return said
    .filter(
      ({ by, writer, to }) =>
        speakers.has(by) &&
        (by === device.number || [writer, ...to].some((name) => names.has(name))),
    )
    .filter(({ text }) => !texts.has(text))
    .map(({ text, by }) => `lost: device ${device.number} does not read "${text}" of ${by}`);
};

/**
 * What is read by devices that are not wanted: said by who knew that they ended, or to nobody who
 * could have passed the key on to them. To be looked at again when they were given all there is.
 */
export const stolen = (
  { device, fate, since, sponsors }: Standing,
  said: readonly Said[],
): readonly string[] => {
  if (fate === 'here' || fate === 'gone') return [];
  const texts = new Set(device.texts());
  const name = device.name();
  const isMeant = ({ writer, to, without }: Said): boolean =>
    [writer, ...to].includes(name) ||
    (!without.includes(name) && sponsors.some((each) => [writer, ...to].includes(each)));
  return said
    .filter((each, i) => i >= since && texts.has(each.text) && !isMeant(each))
    .map(({ text, by }) => `stolen: device ${device.number} reads "${text}" of ${by}`);
};

/** Nothing is wrong with any disk; that somebody else goes on from a copy is told. */
const alarmed = ({ device, fate }: Standing, isForked: boolean): readonly string[] =>
  [...device.problems]
    .filter((problem) => problem !== 'forked' || (fate !== 'copied' && !isForked))
    .map((problem) => `alarm: device ${device.number} tells of ${problem}`);

const strange = (device: SimDevice, said: readonly Said[]): readonly string[] => {
  const texts = device.texts();
  const twice = texts.filter((text, i) => texts.indexOf(text) !== i);
  const unknown = texts.filter((text) => !said.some((each) => each.text === text));
  return [
    ...twice.map((text) => `doubled: "${text}" on device ${device.number}`),
    ...unknown.map((text) => `forged: "${text}" on device ${device.number}`),
  ];
};

/** Devices of one person show the same. */
const unequal = (here: readonly Standing[]): readonly string[] =>
  here.flatMap(({ device }) => {
    const first = here.find((each) => each.device.person === device.person)?.device;
    const [own, theirs] = [device.texts(), first?.texts() ?? []];
    const differs = JSON.stringify([...own].sort()) !== JSON.stringify([...theirs].sort());
    return differs
      ? [
          `unequal: device ${device.number} reads ${own.length}, device ${first?.number} ${theirs.length}`,
        ]
      : [];
  });
