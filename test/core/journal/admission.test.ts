import { describe, expect, it } from 'vitest';
import { admitEntries, admitHeld } from '../../../src/core/journal/admission.ts';
import { EMPTY_FEED, MAX_CHECKS } from '../../../src/core/journal/chain.ts';
import type { Entry } from '../../../src/core/journal/entry.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import { addHeld, EMPTY_POOL, heldOf, replaceHeld } from '../../../src/core/journal/held.ts';
import { headerFeed } from '../../../src/core/journal/header.ts';
import { at, bytesOf, cheapSuite, createTestRandom, unsign, writeChain } from './writing.ts';

const suite = cheapSuite;

const feedBy = (byte: number, length: number) =>
  writeChain(length, { changes: { seed: bytesOf(byte) } });

const nameOf = (feed: readonly Entry[]) => feedName(headerFeed(at(feed, 0).header));

const one = feedBy(1, 6);
const two = feedBy(2, 6);
const feeds = new Map([[nameOf(one), EMPTY_FEED]]);

describe('admission', () => {
  it('J-20: sorts a bag of entries into their feeds', () => {
    const both = new Map([...feeds, [nameOf(two), EMPTY_FEED]]);
    const bag = [...two, ...one].toReversed();
    const { runs, pool } = admitEntries(suite, both, EMPTY_POOL, bag);
    expect(runs.map((run) => [run.name, run.admission.accepted])).toEqual([
      [nameOf(one), one],
      [nameOf(two), two],
    ]);
    expect(pool).toEqual(EMPTY_POOL);
  });

  it('J-20: holds entries of writers that are not known, once, and lets them in later', () => {
    const first = admitEntries(suite, feeds, EMPTY_POOL, [...two, ...one, ...two]);
    expect(first.runs.map((run) => run.name)).toEqual([nameOf(one)]);
    expect(heldOf(first.pool, nameOf(two)).length).toBe(6);
    const known = new Map([[nameOf(two), EMPTY_FEED]]);
    const second = admitHeld(suite, known, first.pool);
    expect(second.runs.map((run) => run.admission.state.length)).toEqual([6]);
    expect(second.pool).toEqual(EMPTY_POOL);
  });

  it('J-20: fills a gap from what is held', () => {
    const first = admitEntries(suite, feeds, EMPTY_POOL, one.slice(3));
    expect(first.runs.map((run) => run.admission.failure)).toEqual(['gap']);
    const second = admitEntries(suite, feeds, first.pool, one.slice(0, 3));
    expect(second.runs.map((run) => run.admission.accepted)).toEqual([one]);
    expect(second.pool).toEqual(EMPTY_POOL);
  });

  it('J-21: checks a bounded number of signatures in one call, over all feeds', () => {
    let checks = 0;
    const counting = { ...suite, verify: () => ++checks < 0 };
    const bag = [...feedBy(3, 300), ...feedBy(4, 300), ...feedBy(5, 300)].map((e) => unsign(e));
    const known = new Map(bag.map((entry) => [nameOf([entry]), EMPTY_FEED]));
    admitEntries(counting, known, EMPTY_POOL, bag);
    expect(checks).toBeLessThanOrEqual(MAX_CHECKS);
  });

  it('J-16: tells a fork with what is stored', () => {
    const branch = writeChain(1, {
      after: at(one, 2),
      changes: { seed: bytesOf(1) },
      random: createTestRandom(9),
    });
    const states = new Map([[nameOf(one), { length: 6, hash: at(one, 5).hash }]]);
    const { runs } = admitEntries(suite, states, EMPTY_POOL, branch, { storedOf: () => one });
    expect(runs.map((run) => run.admission.failure)).toEqual(['fork']);
  });
});

describe('pool of held entries', () => {
  const held = (entries: readonly Entry[]) => entries.map((entry) => ({ entry, refused: false }));

  it('J-22: is bounded by count; the oldest go first', () => {
    const limits = { entries: 8, bytes: 1e6 };
    const pool = addHeld(addHeld(EMPTY_POOL, one, limits), two, limits);
    expect(heldOf(pool, nameOf(one))).toEqual(held(one.slice(4)));
    expect(heldOf(pool, nameOf(two))).toEqual(held(two));
  });

  it('J-22: is bounded by bytes; the oldest go first', () => {
    const size = at(one, 0).bytes.length;
    const pool = addHeld(EMPTY_POOL, one, { entries: 100, bytes: 3 * size + 1 });
    expect(pool.bytes).toBe(3 * size);
    expect(heldOf(pool, nameOf(one))).toEqual(held(one.slice(3)));
  });

  it('J-22: entries that stay keep their age', () => {
    const limits = { entries: 6, bytes: 1e6 };
    const both = addHeld(addHeld(EMPTY_POOL, one.slice(0, 3)), two.slice(0, 3));
    const again = replaceHeld(both, nameOf(one), held(one.slice(1, 5)), limits);
    expect(heldOf(again, nameOf(one))).toEqual(held(one.slice(2, 5)));
    expect(heldOf(again, nameOf(two)).length).toBe(3);
  });
});
