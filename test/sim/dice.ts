/** Choices that a seed decides: mulberry32 (public domain, Tommy Ettinger). Not secret. */

export interface Dice {
  /** Evenly from 0 up to 1. */
  chance(): number;
  /** Whether something of this probability happens. */
  hit(probability: number): boolean;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
}

export const createDice = (seed: number): Dice => {
  let state = Math.imul(seed + 0x6d2b79f5, 0x9e3779b1) | 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number =>
    least + Math.floor(chance() * (most - least + 1));
  return {
    chance,
    hit: (probability) => chance() < probability,
    whole,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
    weighted: <Name extends string>(weights: Readonly<Record<Name, number>>): Name => {
      const names = Object.keys(weights) as Name[];
      let left = chance() * names.reduce((sum, name) => sum + weights[name], 0);
      for (const name of names) {
        left -= weights[name];
        if (left < 0) return name;
      }
      throw new Error('no weight is positive');
    },
  };
};
