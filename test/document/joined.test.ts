import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { admitEntries } from '../../src/core/journal/admission.ts';
import { EMPTY_POOL } from '../../src/core/journal/held.ts';
import type { Entry } from '../../src/core/journal/entry.ts';
import { createWriter } from '../../src/core/bytes/writer.ts';
import { joinPages } from '../../src/document/joined.ts';
import { EMPTY_UPDATE, encodePage } from '../../src/document/page.ts';
import { at } from '../core/journal/writing.ts';
import {
  docOf,
  expectSame,
  emptyFeeds,
  nameOf,
  pagesOf,
  stockJoin,
  suite,
  writeFeed,
} from './pages.ts';

const feeds = [writeFeed(1, 300), writeFeed(2, 256), writeFeed(1, 3, 'control'), writeFeed(3, 520)];
const pages = feeds.flatMap(pagesOf);
const joined = joinPages(pages);

const anyPages = fc.shuffledSubarray([...pages]);

describe('joined pages', () => {
  it('D-5: are the bytes stock Yjs writes of them, in any order, in part, and more than once', () => {
    fc.assert(
      fc.property(anyPages, fc.shuffledSubarray([...pages]), (some, again) => {
        const ours = joinPages(some);
        expectSame(ours, stockJoin(...some));
        expectSame(joinPages([...some, ...again.filter((page) => some.includes(page))]), ours);
        expectSame(Y.mergeUpdates([...some]), some.length === 0 ? EMPTY_UPDATE : ours);
      }),
      { numRuns: 25 },
    );
  });

  it('D-5: a document from parts is the one from the whole', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...pages], { minLength: pages.length }), (all) => {
        const half = Math.floor(all.length / 2);
        const parts = [joinPages(all.slice(0, half)), joinPages(all.slice(half))];
        expectSame(stockJoin(...parts), joined);
        expectSame(Y.mergeUpdates(parts), joined);
        expectSame(stockJoin(...all, ...parts), joined);
      }),
      { numRuns: 10 },
    );
  });

  it('D-5: a page that grew stands in place of its beginning', () => {
    const live = at(feeds, 3).slice(512);
    for (let count = 1; count <= live.length; count++) {
      const begun = encodePage(suite, live.slice(0, count));
      const document = joinPages([...pages.slice(0, -1), begun]);
      expectSame(document, stockJoin(...pages.slice(0, -1), begun));
      expectSame(joinPages([begun, ...pages]), joined);
      expectSame(joinPages([...pages, begun]), joined);
    }
  });

  it('D-6: a stock peer that holds part of it catches up, and back, without a duplicate', () => {
    const doc = docOf(joined);
    const live = at(feeds, 3);
    fc.assert(
      fc.property(anyPages, fc.nat(8), (some, count) => {
        const begun = encodePage(suite, live.slice(512, 512 + count));
        const behind = docOf(...some, begun);
        Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(behind)));
        expectSame(Y.encodeStateAsUpdate(behind), joined);
        const back = Y.diffUpdate(joined, Y.encodeStateVector(behind));
        expectSame(back, EMPTY_UPDATE);
      }),
      { numRuns: 15 },
    );
    expect(doc.getArray(`${nameOf(live)}/2`).length).toBe(8);
  });

  it('D-6: a stock peer that is sent entries one by one holds the same bytes', () => {
    const live = at(feeds, 3).slice(512);
    const doc = docOf(...pages.slice(0, -1));
    for (const entry of live) Y.applyUpdate(doc, encodePage(suite, [entry]));
    expectSame(Y.encodeStateAsUpdate(doc), joined);
  });

  it('D-6: in any order, also with gaps between', () => {
    const live = at(feeds, 3).slice(512);
    fc.assert(
      fc.property(fc.shuffledSubarray([...live], { minLength: live.length }), (any) => {
        const doc = docOf(...any.map((entry) => encodePage(suite, [entry])));
        expectSame(Y.encodeStateAsUpdate(doc), joinPages(pages.slice(-1)));
      }),
      { numRuns: 20 },
    );
  });

  it('D-5: every order, grouping and repetition of entries gives the same document', () => {
    const small = [writeFeed(4, 12), writeFeed(5, 9, 'control')];
    const entries = small.flat();
    const once = joinPages(small.flatMap(pagesOf));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...entries], { minLength: entries.length }),
        fc.shuffledSubarray([...entries]),
        fc.integer({ min: 1, max: 12 }),
        (all, again, size) => {
          expectSame(documentOf([...again, ...all], size, small), once);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('D-8: of two pages whose client ids collide one is joined, always the same', () => {
    const page = (name: string, count: number) => {
      const writer = createWriter().varint(1).varint(count).varint(7).varint(0);
      writer.u8(3).varint(1).text(name).bytes(Uint8Array.of(1));
      for (let i = 1; i < count; i++)
        writer
          .u8(0x83)
          .varint(7)
          .varint(i - 1)
          .bytes(Uint8Array.of(1));
      return writer.varint(0).finish();
    };
    const [a, b] = [page('a/0', 1), page('b/0', 2)];
    expectSame(joinPages([a, b]), a);
    expectSame(joinPages([b, a]), a);
  });

  it('D-8: bytes that are no page are a mistake of ours', () => {
    expect(() => joinPages([joined])).toThrow(RangeError);
    expect(() => joinPages([encodePage(suite, at(feeds, 0).slice(1, 2))])).toThrow(RangeError);
    expectSame(joinPages([EMPTY_UPDATE]), EMPTY_UPDATE);
  });
});

/** The document of a device that was handed the entries in groups of `size`. */
const documentOf = (
  entries: readonly Entry[],
  size: number,
  known: readonly (readonly Entry[])[],
): Uint8Array => {
  const states = emptyFeeds(...known);
  const held = new Map<string, readonly Entry[]>();
  let pool = EMPTY_POOL;
  for (let start = 0; start < entries.length; start += size) {
    const admitted = admitEntries(suite, states, pool, entries.slice(start, start + size));
    pool = admitted.pool;
    for (const { name, admission } of admitted.runs) {
      states.set(name, admission.state);
      held.set(name, [...(held.get(name) ?? []), ...admission.accepted]);
    }
  }
  return joinPages([...held.values()].flatMap(pagesOf));
};
