/**
 * From a seed to a plan. Each seed draws which kinds of trouble it has and how
 * often (swarm testing, Groce et al. 2012): runs that have everything at once
 * find less than runs that have a lot of little.
 */
import { createDice, type Dice } from './dice.ts';
import {
  DAY,
  MINUTE,
  SECOND,
  type Act,
  type ActKind,
  type MischiefKind,
  type PersonPlan,
  type Plan,
  type Step,
} from './plan.ts';

export type GenerateOptions = { readonly suite?: Plan['suite'] };

const TROUBLES = [
  'tabs',
  'kill',
  'crash',
  'freeze',
  'offline',
  'clock',
  'full',
  'node',
  'node-stop',
  'network',
  'node-clock',
  'replay',
  'invent',
  'mischief',
  'sleep',
  'pairing',
] as const;
type Trouble = (typeof TROUBLES)[number];

const ACTS: Record<ActKind, number> = {
  send: 10,
  burst: 1,
  reply: 2,
  edit: 2,
  delete: 2,
  react: 3,
  read: 3,
  older: 1,
  type: 1,
  draft: 1,
  leave: 1,
};

/** Many small runs and some large ones find more in the same time than all of a middling size. */
const PAIRS = {
  small: { 1: 90, 2: 10 },
  medium: { 1: 50, 2: 35, 3: 15 },
  large: { 1: 20, 2: 25, 3: 25, 4: 30 },
} as const;
const STEPS: Record<keyof typeof PAIRS, readonly [number, number]> = {
  small: [3, 12],
  medium: [8, 24],
  large: [16, 50],
};

export const generatePlan = (seed: number, options: GenerateOptions = {}): Plan => {
  const dice = createDice(seed);
  const size = dice.weighted({ small: 68, medium: 23, large: 9 });
  const pairCount = Number(dice.weighted<string>(PAIRS[size]));
  const pairs = drawPairs(dice, pairCount);
  const people = Math.max(...pairs.flat()) + 1;
  const troubles = drawTroubles(dice);
  const isClockOff = troubles.clock > 0 && dice.hit(0.5);
  return {
    seed,
    suite: options.suite ?? (seed % 50 === 0 ? 'noble' : 'cheap'),
    people: Array.from({ length: people }, () => drawPerson(dice, isClockOff)),
    pairs,
    steps: [
      ...pairing(dice, pairs, troubles),
      ...Array.from({ length: dice.whole(...STEPS[size]) }, () =>
        someStep(dice, people, pairs.length, troubles),
      ).flat(),
    ],
    heal: { clocks: dice.hit(0.5) ? 'right' : 'kept', restart: dice.hit(0.3) },
  };
};

/** Each with somebody else, or all with the first: then one device has several conversations. */
const drawPairs = (dice: Dice, count: number): Plan['pairs'] => {
  const isHub = dice.hit(0.3);
  return Array.from({ length: count }, (_, i) => {
    const pair = isHub ? ([0, i + 1] as const) : ([2 * i, 2 * i + 1] as const);
    return dice.hit(0.5) ? pair : ([pair[1], pair[0]] as const);
  });
};

const drawTroubles = (dice: Dice): Record<Trouble, number> => {
  const share = dice.pick([0, 0.15, 0.3, 0.6]);
  const drawn = TROUBLES.map((trouble) => [trouble, dice.hit(share) ? dice.whole(1, 6) : 0]);
  return Object.fromEntries(drawn) as Record<Trouble, number>;
};

const drawPerson = (dice: Dice, isClockOff: boolean): PersonPlan => ({
  clock: isClockOff && dice.hit(0.6) ? drawClock(dice) : 0,
  webrtc: dice.hit(0.7),
  diskDelay: dice.hit(0.25) ? dice.pick([2, 10, 40, 200]) : 0,
});

/** Seconds to years, either way. */
const drawClock = (dice: Dice): number => {
  const size = dice.pick([30 * SECOND, 8 * MINUTE, 60 * MINUTE, 30 * 60 * MINUTE, 400 * DAY]);
  return Math.round((dice.hit(0.5) ? 1 : -1) * size * (0.5 + dice.chance()));
};

/** Mostly in peace, so that there is something to disturb; at times in the middle of it all. */
const pairing = (dice: Dice, pairs: Plan['pairs'], troubles: Record<Trouble, number>): Step[] => {
  const people = Math.max(...pairs.flat()) + 1;
  return pairs.flatMap((_, pair) => {
    const trouble = (): Step[] =>
      troubles.pairing > 0 && dice.hit(0.5)
        ? someStep(dice, people, pairs.length, { ...troubles, pairing: 0 })
        : [];
    return [
      ...trouble(),
      { do: 'invite', pair },
      ...trouble(),
      { do: 'accept', pair },
      ...trouble(),
      { do: 'wait', ms: dice.pick([100, 2_000, 6_000]) },
      ...trouble(),
    ] satisfies Step[];
  });
};

const someStep = (
  dice: Dice,
  people: number,
  pairs: number,
  troubles: Record<Trouble, number>,
): Step[] => {
  const kind = dice.weighted({ act: 24, wait: 8, ...troubles });
  const who = dice.whole(0, people - 1);
  const tab = dice.whole(0, 2);
  const step = { act: () => acts(dice, who, pairs), wait: () => [pause(dice)] };
  if (kind === 'act' || kind === 'wait') return step[kind]();
  return troubleSteps[kind](dice, { who, tab, pairs });
};

const acts = (dice: Dice, who: number, pairs: number): Step[] =>
  Array.from({ length: dice.whole(1, 3) }, (): Act => ({
    do: dice.weighted(ACTS),
    who,
    pair: dice.whole(0, pairs - 1),
    tab: dice.whole(0, 2),
    pick: dice.whole(0, 60),
  }));

const pause = (dice: Dice): Step => ({
  do: 'wait',
  ms: dice.pick([10, 100, 500, 3_000, 10_000, 40_000]),
});

type Place = { readonly who: number; readonly tab: number; readonly pairs: number };

const troubleSteps: Record<Trouble, (dice: Dice, place: Place) => Step[]> = {
  tabs: (dice, { who, tab }) =>
    dice.hit(0.6) ? [{ do: 'open-tab', who }] : [{ do: 'close-tab', who, tab }],
  kill: (dice, { who, tab }) => [
    { do: 'kill-tab', who, tab },
    ...(dice.hit(0.8) ? [{ do: 'open-tab', who } as const] : []),
  ],
  crash: (dice, { who, tab }) => [
    {
      do: 'crash',
      who,
      tab,
      write: dice.whole(0, 6),
      when: dice.pick(['before', 'after'] as const),
    },
    ...acts(dice, who, 4),
    { do: 'wait', ms: dice.pick([50, 1_000, 5_000]) },
    { do: 'open-tab', who },
  ],
  freeze: (dice, { who, tab }) => [
    { do: 'freeze', who, tab, told: dice.hit(0.5) },
    { do: 'wait', ms: dice.pick([500, 8_000, 80_000]) },
    ...(dice.hit(0.7) ? [{ do: 'thaw', who, tab } as const] : []),
  ],
  offline: (dice, { who }) => [
    { do: 'offline', who, told: dice.hit(0.5) },
    ...acts(dice, who, 4),
    { do: 'wait', ms: dice.pick([500, 20_000, 100_000]) },
    ...(dice.hit(0.8) ? [{ do: 'online', who } as const] : []),
  ],
  clock: (dice, { who }) => [{ do: 'clock', who, ms: drawClock(dice) }],
  full: (dice, { who }) => [
    { do: 'full', who, on: true },
    ...acts(dice, who, 4),
    { do: 'wait', ms: 2_000 },
    { do: 'full', who, on: dice.hit(0.2) },
  ],
  node: (dice) => [
    {
      do: 'node',
      loss: dice.pick([0, 0.05, 0.2, 0.5]),
      duplicate: dice.pick([0, 0.1, 0.4]),
      delay: dice.pick([0, 50, 500, 5_000]),
    },
  ],
  'node-stop': (dice) => [
    { do: 'node-stop' },
    { do: 'wait', ms: dice.pick([200, 5_000, 90_000]) },
    { do: 'node-start' },
  ],
  network: (dice) => [
    { do: 'network', reachable: dice.hit(0.5), alive: dice.hit(0.6) },
    ...(dice.hit(0.5) ? [{ do: 'cut' } as const] : []),
  ],
  'node-clock': (dice) => [{ do: 'node-clock', ms: dice.hit(0.2) ? null : drawClock(dice) }],
  replay: (dice) => [{ do: 'replay', pick: dice.whole(0, 200), count: dice.whole(1, 60) }],
  invent: (dice) => [{ do: 'invent', count: dice.whole(1, 10) }],
  mischief: (dice, { pairs }) => [
    {
      do: 'mischief',
      pair: dice.whole(0, pairs - 1),
      side: dice.pick([0, 1] as const),
      kind: dice.pick(MISCHIEF),
      count: dice.whole(1, 30),
    },
    { do: 'wait', ms: dice.pick([1_000, 5_000]) },
  ],
  sleep: (dice) => [{ do: 'wait', ms: dice.pick([0.5, 1, 3, 14, 90]) * DAY }],
  pairing: (dice, { pairs }) => [
    { do: dice.pick(['invite', 'accept'] as const), pair: dice.whole(0, pairs - 1) },
  ],
};

const MISCHIEF: readonly [MischiefKind, ...MischiefKind[]] = [
  'garbage',
  'replay',
  'forge',
  'lie',
  'flood',
  'withhold',
  'leave',
];
