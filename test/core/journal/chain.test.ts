import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import {
  admitRun,
  EMPTY_FEED,
  MAX_CHECKS,
  MAX_HELD,
  type Admission,
  type FeedState,
  type Held,
} from '../../../src/core/journal/chain.ts';
import type { Entry } from '../../../src/core/journal/entry.ts';
import { isFork } from '../../../src/core/journal/fork.ts';
import {
  at,
  bytesOf,
  cheapSuite,
  createTestRandom,
  nobleSuite,
  unsign,
  writeChain,
} from './writing.ts';

const suite = cheapSuite;

const countingSuite = (): { suite: Suite; checks: () => number } => {
  let checks = 0;
  return {
    checks: () => checks,
    suite: {
      ...suite,
      verify: (...input) => {
        checks++;
        return suite.verify(...input);
      },
    },
  };
};

type Delivered = { state: FeedState; accepted: Entry[]; held: readonly Held[]; last?: Admission };

/** Group after group, handing back what is held, with every entry let in before at hand. */
const deliver = (groups: readonly (readonly Entry[])[]): Delivered => {
  const all: Delivered = { state: EMPTY_FEED, accepted: [], held: [] };
  for (const group of groups) {
    all.last = admitRun(suite, all.state, group, {
      held: all.held,
      stored: all.accepted,
    });
    all.accepted.push(...all.last.accepted);
    all.state = all.last.state;
    all.held = all.last.held;
  }
  return all;
};

/** Some order and grouping of the entries, some of them twice. */
const deliveriesOf = (entries: readonly Entry[]): fc.Arbitrary<readonly (readonly Entry[])[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...entries], { minLength: entries.length }),
      fc.shuffledSubarray([...entries]),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
    )
    .map(([all, again, sizes]) => split([...all, ...again], sizes));

const split = <T>(items: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] => {
  const groups: (readonly T[])[] = [];
  for (let start = 0, i = 0; start < items.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    groups.push(items.slice(start, start + size));
    start += size;
  }
  return groups;
};

const sequences = (entries: readonly Entry[]): number[] => entries.map((e) => e.header.sequence);

describe('chain', () => {
  it('J-10: one good signature lets in a whole run', () => {
    const chain = writeChain(40);
    const counting = countingSuite();
    const admission = admitRun(counting.suite, EMPTY_FEED, chain.toReversed());
    expect(admission.accepted).toEqual(chain);
    expect(admission.state).toEqual({ length: 40, hash: at(chain, -1).hash });
    expect(admission.held).toEqual([]);
    expect(admission.failure).toBe(undefined);
    expect(counting.checks()).toBe(1);
  });

  it('J-10: a feed of pages costs one signature a page', () => {
    const counting = countingSuite();
    const admission = admitRun(counting.suite, EMPTY_FEED, writeChain(600));
    expect(admission.state.length).toBe(600);
    expect(counting.checks()).toBe(3);
  });

  it('J-10: an entry with a bad signature is let in once a later one names it', () => {
    const chain = writeChain(4, { unsigned: new Set([1, 2]) });
    const first = admitRun(suite, EMPTY_FEED, chain.slice(0, 3));
    expect(sequences(first.accepted)).toEqual([0]);
    expect(first.failure).toBe('unproven');
    const second = admitRun(suite, first.state, chain.slice(3), first);
    expect(sequences(second.accepted)).toEqual([1, 2, 3]);
    expect(second.failure).toBe(undefined);
  });

  it('J-10: by the strict signatures of the shipped suite too', () => {
    const chain = writeChain(3, { suite: nobleSuite });
    expect(admitRun(nobleSuite, EMPTY_FEED, chain).state.length).toBe(3);
    const bent = [...chain.slice(0, 2), unsign(at(chain, 2), nobleSuite)];
    expect(admitRun(nobleSuite, EMPTY_FEED, bent).state.length).toBe(2);
  });

  it('J-11: a page ends in a signature of its own, or the feed ends before it', () => {
    const chain = writeChain(260, { unsigned: new Set([255]) });
    const admission = admitRun(suite, EMPTY_FEED, chain);
    expect(admission.state.length).toBe(255);
    expect(admission.failure).toBe('bad-page-end');
    const whole = writeChain(260, { unsigned: new Set([254, 256]) });
    expect(admitRun(suite, EMPTY_FEED, whole).state.length).toBe(260);
  });

  it('J-12: entries after a gap wait for what is missing', () => {
    const chain = writeChain(5);
    const first = admitRun(suite, EMPTY_FEED, chain.slice(2));
    expect(first.accepted).toEqual([]);
    expect(first.failure).toBe('gap');
    expect(first.held.length).toBe(3);
    const second = admitRun(suite, first.state, chain.slice(0, 2), first);
    expect(second.state.length).toBe(5);
    expect(second.held).toEqual([]);
  });

  it('J-12: what was let in is not let in again', () => {
    const chain = writeChain(5);
    const first = admitRun(suite, EMPTY_FEED, chain);
    const counting = countingSuite();
    const again = admitRun(counting.suite, first.state, chain, { stored: chain });
    expect(again).toEqual({ accepted: [], state: first.state, held: [], checks: 0 });
    expect(counting.checks()).toBe(0);
  });

  it('J-13: every order, grouping and repetition of entries gives the same chain', () => {
    const junkAfter = (chain: readonly Entry[]) =>
      [3, 9, 14].map((i) => unsign(writeNext(chain, i, 200 + i)));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(30)).chain((unsigned) => {
          const chain = writeChain(20, { unsigned: new Set(unsigned) });
          const entries = [...chain, ...junkAfter(chain)];
          return deliveriesOf(entries).map((groups) => ({ entries, groups }));
        }),
        ({ entries, groups }) => {
          const once = deliver([entries]);
          const delivered = deliver(groups);
          expect(delivered.accepted.map((e) => e.hash)).toEqual(once.accepted.map((e) => e.hash));
          expect(delivered.state).toEqual(once.state);
          expect(delivered.last?.fork).toBe(undefined);
        },
      ),
    );
  });

  it('J-13: also across the ends of pages', () => {
    for (const unsigned of [[], [255], [254, 256], [254, 255, 256]]) {
      const chain = writeChain(300, { unsigned: new Set(unsigned) });
      const once = deliver([chain]);
      fc.assert(
        fc.property(deliveriesOf(chain), (groups) => {
          expect(deliver(groups).state).toEqual(once.state);
        }),
        { numRuns: 4 },
      );
    }
  });

  it('J-14: what is held is bounded, and checked once', () => {
    const chain = writeChain(2);
    const junk = Array.from({ length: MAX_HELD + 100 }, (_, i) => {
      const random = createTestRandom(i + 1);
      return unsign(at(writeChain(1, { after: at(chain, 0), random }), 0));
    });
    const counting = countingSuite();
    const first = admitRun(counting.suite, EMPTY_FEED, [at(chain, 0), ...junk]);
    expect(first.held.length).toBe(MAX_HELD);
    expect(counting.checks()).toBe(MAX_CHECKS);
    const second = admitRun(counting.suite, first.state, [], first);
    expect(second.state.length).toBe(1);
    const before = counting.checks();
    const third = admitRun(counting.suite, second.state, [at(chain, 1)], second);
    expect(third.state.length).toBe(2);
    expect(third.held).toEqual([]);
    expect(counting.checks() - before).toBeLessThanOrEqual(1);
  });

  it('J-15: junk at a place does not keep the true entry out', () => {
    const chain = writeChain(3);
    const junk = unsign(writeNext(chain, 0, 99));
    const admission = deliver([[at(chain, 0)], [junk], [...chain]]);
    expect(admission.state.length).toBe(3);
    expect(admission.last?.fork).toBe(undefined);
    const unlinked = unsign(at(writeChain(2, { changes: { body: bytesOf(1, 5) } }), 1));
    expect(admitRun(suite, deliver([[at(chain, 0)]]).state, [unlinked]).failure).toBe(
      'broken-link',
    );
  });

  it('J-16: two signed entries at one place are told as a fork, with a proof, in any order', () => {
    const chain = writeChain(6);
    const branch = [writeNext(chain, 2, 50)];
    branch.push(...writeChain(3, { after: at(branch, 0) }));
    for (const groups of [
      [chain, branch],
      [branch, chain],
      [[...chain, ...branch]],
      [[...chain, ...branch].toReversed()],
      [chain, branch.slice(1)],
    ]) {
      const { last } = deliver(groups);
      expect(last?.failure).toBe('fork');
      expect(last?.fork?.sequence).toBe(3);
      expect(last?.fork !== undefined && isFork(suite, last.fork)).toBe(true);
    }
  });

  it('J-16: both orders of two branches that came together choose the same one', () => {
    const chain = writeChain(4);
    const branch = writeNext(chain, 2, 50);
    const one = deliver([[...chain, branch]]);
    const two = deliver([[branch, ...chain.toReversed()]]);
    expect(two.state).toEqual(one.state);
  });

  it('J-16: a branch whose first entry is not signed is proven by the next', () => {
    const chain = writeChain(6, { unsigned: new Set([3]) });
    const first = unsign(writeNext(chain, 2, 50));
    const branch = [first, ...writeChain(1, { after: first })];
    const { last } = deliver([chain, branch]);
    expect(last?.fork?.ours.length).toBe(2);
    expect(last?.fork !== undefined && isFork(suite, last.fork)).toBe(true);
  });

  it('J-17: a proof of a fork convinces only when both chains are signed, linked and differ', () => {
    const chain = writeChain(6);
    const fork = deliver([chain, [writeNext(chain, 2, 50)]]).last?.fork;
    if (fork === undefined) throw new Error('no fork');
    expect(isFork(suite, fork)).toBe(true);
    expect(isFork(suite, { ...fork, theirs: fork.ours })).toBe(false);
    expect(isFork(suite, { ...fork, theirs: [] })).toBe(false);
    expect(isFork(suite, { ...fork, sequence: 2 })).toBe(false);
    expect(isFork(suite, { ...fork, feed: { kind: 'control', writer: fork.feed.writer } })).toBe(
      false,
    );
    const bent = fork.theirs.map((link) => ({ ...link, signature: bytesOf(1, 64) }));
    expect(isFork(suite, { ...fork, theirs: bent })).toBe(false);
    const unlinked = [...fork.ours, ...fork.theirs];
    expect(isFork(suite, { ...fork, ours: unlinked })).toBe(false);
  });

  it('J-12: entries of two feeds in one run are a mistake of ours', () => {
    const other = writeChain(1, { changes: { kind: 'control' } });
    expect(() => admitRun(suite, EMPTY_FEED, [...writeChain(1), ...other])).toThrow(RangeError);
  });
});

/** Another entry of the same writer after `chain[index]`. */
const writeNext = (chain: readonly Entry[], index: number, byte: number): Entry =>
  at(writeChain(1, { after: at(chain, index), changes: { body: bytesOf(byte, 9) } }), 0);
