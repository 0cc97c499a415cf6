import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_SKIPPED_STEPS,
  nextBoxStep,
  startRollingReceiver,
  startRollingSender,
  takeBoxStep,
} from '../../../src/core/keys/rolling.ts';
import { toHex } from '../../vectors/hex.ts';
import { suite } from './two-writers.ts';

const pairingKey = new Uint8Array(32).fill(1);
const [alice, bob] = [new Uint8Array(32).fill(2), new Uint8Array(32).fill(3)];
const sender = startRollingSender(suite, pairingKey, alice, bob);
const receiver = startRollingReceiver(suite, pairingKey, alice, bob);

const stepsOf = (count: number): readonly Uint8Array[] => {
  let rolling = sender;
  return Array.from({ length: count }, () => {
    const made = nextBoxStep(suite, rolling);
    rolling = made.rolling;
    return made.step;
  });
};

describe('rolling secret', () => {
  it('K-1: both sides have the same steps in any order, and each once', () => {
    const steps = stepsOf(12);
    const order = fc.shuffledSubarray(steps.map((_, number) => number));
    fc.assert(
      fc.property(order, (numbers) => {
        let rolling = receiver;
        for (const number of numbers) {
          const taken = takeBoxStep(suite, rolling, number);
          if (!taken.ok) throw new Error(taken.error);
          expect(taken.value.step).toEqual(steps[number]);
          rolling = taken.value.rolling;
          expect(takeBoxStep(suite, rolling, number)).toEqual({ ok: false, error: 'used' });
        }
      }),
    );
  });

  it('K-1: the two directions have different steps', () => {
    const back = startRollingSender(suite, pairingKey, bob, alice);
    expect(toHex(back.secret)).not.toBe(toHex(sender.secret));
  });

  it('K-2: a step 1,000 ahead is taken, one further is not', () => {
    expect(takeBoxStep(suite, receiver, MAX_SKIPPED_STEPS).ok).toBe(true);
    const error = 'too-far';
    expect(takeBoxStep(suite, receiver, MAX_SKIPPED_STEPS + 1)).toEqual({ ok: false, error });
    expect(takeBoxStep(suite, receiver, 2 ** 32 - 1)).toEqual({ ok: false, error });
  });

  it('K-2: of more than 1,000 skipped steps the oldest are given up', () => {
    const first = takeBoxStep(suite, receiver, MAX_SKIPPED_STEPS);
    if (!first.ok) throw new Error(first.error);
    const second = takeBoxStep(suite, first.value.rolling, MAX_SKIPPED_STEPS + 11);
    if (!second.ok) throw new Error(second.error);
    const { rolling } = second.value;
    expect(rolling.skipped).toHaveLength(MAX_SKIPPED_STEPS);
    expect(takeBoxStep(suite, rolling, 9)).toEqual({ ok: false, error: 'used' });
    expect(takeBoxStep(suite, rolling, 10).ok).toBe(true);
  });

  it('K-14: a step leaves the state it was given unchanged', () => {
    const before = toHex(receiver.secret);
    takeBoxStep(suite, receiver, 5);
    nextBoxStep(suite, sender);
    expect([toHex(receiver.secret), receiver.next, receiver.skipped]).toEqual([before, 0, []]);
    expect(toHex(sender.secret)).toBe(before);
  });
});
