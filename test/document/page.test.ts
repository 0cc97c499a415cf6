import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  EMPTY_UPDATE,
  encodePage,
  pageClient,
  pageName,
  parsePage,
} from '../../src/document/page.ts';
import { headerFeed } from '../../src/core/journal/header.ts';
import { at, bytesOf, cheapSuite, nobleSuite } from '../core/journal/writing.ts';
import { docOf, expectSame, nameOf, stockJoin, suite, writeFeed } from './pages.ts';

const feed = writeFeed(1, 300);
const first = feed.slice(0, 256);
const id = headerFeed(at(feed, 0).header);

describe('page', () => {
  it('D-2: names a page by feed and number, and its client by 53 bits of their hash', () => {
    const zeros = { kind: 'control', writer: bytesOf(0) } as const;
    expect(pageName(zeros, 3)).toBe(`${'A'.repeat(44)}/3`);
    const hash = nobleSuite.hash(Uint8Array.from([...bytesOf(0, 33), 0, 0, 0, 3]));
    const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(pageClient(nobleSuite, zeros, 3)).toBe(Number.parseInt(bits.slice(0, 53), 2));
  });

  it('D-2: is one array of a stock document, an entry a place', () => {
    const doc = docOf(encodePage(suite, first), encodePage(suite, feed.slice(256)));
    expect(doc.getArray(`${nameOf(feed)}/0`).toArray()).toEqual(first.map((e) => e.bytes));
    expect(doc.getArray(`${nameOf(feed)}/1`).length).toBe(44);
    expect([...doc.store.clients.keys()].toSorted()).toEqual(
      [pageClient(suite, id, 0), pageClient(suite, id, 1)].toSorted(),
    );
  });

  it('D-3: stock Yjs writes the same bytes of a page, whole or begun', () => {
    for (const count of [1, 2, 127, 128, 129, 256]) {
      const page = encodePage(suite, first.slice(0, count));
      expectSame(stockJoin(page), page);
      expectSame(Y.mergeUpdates([page]), page);
    }
  });

  it('D-3: stock Yjs catches up from any place in a page with the bytes we write', () => {
    const whole = encodePage(suite, first);
    const doc = docOf(whole);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (have) => {
        const behind = docOf(encodePage(suite, first.slice(0, have)));
        const vector = Y.encodeStateVector(behind);
        const rest = encodePage(suite, first.slice(have));
        expectSame(Y.encodeStateAsUpdate(doc, vector), rest);
        expectSame(Y.diffUpdate(whole, vector), rest);
        Y.applyUpdate(behind, rest);
        expectSame(Y.encodeStateAsUpdate(behind), whole);
      }),
      { numRuns: 20 },
    );
  });

  it('D-3: nothing is the update that says nothing', () => {
    expectSame(encodePage(suite, []), EMPTY_UPDATE);
    expectSame(stockJoin(), EMPTY_UPDATE);
  });

  it('D-4: a page is read back, from its start or from any place', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 1, max: 256 }), (from, count) => {
        const some = first.slice(from, from + count);
        expect(parsePage(encodePage(suite, some))).toEqual({
          ok: true,
          value: {
            client: pageClient(suite, id, 0),
            clock: from,
            name: from === 0 ? pageName(id, 0) : null,
            entries: some.map((entry) => entry.bytes),
          },
        });
      }),
      { numRuns: 30 },
    );
  });

  it('D-4: what is no page of ours is malformed, and nothing throws', () => {
    const page = encodePage(suite, first.slice(0, 3));
    fc.assert(
      fc.property(fc.nat(page.length - 1), fc.nat(255), (where, byte) => {
        const parsed = parsePage(page.with(where, byte));
        if (parsed.ok) expect(parsed.value.entries.length).toBe(3);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(parsePage(bytes).ok).toBe(false);
      }),
    );
    expect(parsePage(page.subarray(0, -1)).ok).toBe(false);
    expect(parsePage(EMPTY_UPDATE).ok).toBe(false);
  });

  it('D-4: entries that are no run within one page are a mistake of ours', () => {
    const other = writeFeed(2, 1);
    expect(() => encodePage(suite, feed.slice(255, 257))).toThrow(RangeError);
    expect(() => encodePage(suite, [at(feed, 0), at(feed, 2)])).toThrow(RangeError);
    expect(() => encodePage(suite, [at(feed, 1), ...other])).toThrow(RangeError);
    expect(() => encodePage(cheapSuite, feed.toReversed())).toThrow(RangeError);
  });
});
