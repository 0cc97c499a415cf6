/**
 * Finds what Argon2id may cost on this device, by trying.
 *
 * Memory is raised first, since that is what hurts who guesses with special
 * hardware (RFC 9106, 4), then the passes over it. What was found is tried
 * once more until it really takes as long as it should.
 */
import { LEAST_COST, MOST_COST, type PassphraseCost } from '../../core/crypto/passphrase.ts';

/** How long opening should take at least, in milliseconds. */
export const LEAST_TIME = 250;

/** What a phone with little memory still gives to a page, in KiB. */
const MEMORY = 65_536;

/** How much dearer the next try may be: some browsers tell the time in steps of 100 ms. */
const STEP = 4;

/** `measure` derives with a cost once and gives the milliseconds it took. */
export const calibrate = async (
  measure: (cost: PassphraseCost) => Promise<number>,
): Promise<PassphraseCost> => {
  let cost = LEAST_COST;
  let taken = await measure(cost);
  while (taken < LEAST_TIME && isBelowMost(cost)) {
    cost = raised(cost, Math.min(LEAST_TIME / Math.max(taken, 1), STEP));
    taken = await measure(cost);
  }
  return cost;
};

const isBelowMost = ({ memoryKiB, iterations }: PassphraseCost): boolean =>
  memoryKiB < MEMORY || iterations < MOST_COST.iterations;

/** Dearer by `factor` or a little more; the time grows with memory times passes. */
const raised = (cost: PassphraseCost, factor: number): PassphraseCost => {
  const memoryKiB = Math.min(Math.ceil(cost.memoryKiB * factor), MEMORY);
  const left = (factor * cost.memoryKiB) / memoryKiB;
  const iterations = left > 1.01 ? Math.ceil(cost.iterations * left) : cost.iterations;
  const isSame = memoryKiB === cost.memoryKiB && iterations === cost.iterations;
  return {
    memoryKiB,
    iterations: Math.min(isSame ? iterations + 1 : iterations, MOST_COST.iterations),
    parallelism: cost.parallelism,
  };
};
