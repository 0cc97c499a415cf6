import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from 'lib0/string';
import { authenticate, derive, digest, labelled } from '../../../src/core/crypto/derive.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { openRecord, SEALED_OVERHEAD, sealRecord } from '../../../src/core/crypto/sealed.ts';
import { toHex } from '../../vectors/hex.ts';
import { createTestRandom } from './test-random.ts';

const suite = createNobleSuite();
const random = createTestRandom(suite, 'derive');
const key = random(32);

describe('labels', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 3, max: 1 }), { maxLength: 3 });
  const label = fc.constantFrom('a', 'ab', 'b');

  it('C-7: two uses are one only when label and parts are the same', () => {
    fc.assert(
      fc.property(label, parts, label, parts, (labelA, partsA, labelB, partsB) => {
        const isSame =
          labelA === labelB &&
          partsA.map(toHex).join() === partsB.map(toHex).join() &&
          partsA.length === partsB.length;
        const isEqual = (of: (label: string, parts: Uint8Array[]) => Uint8Array): boolean =>
          toHex(of(labelA, partsA)) === toHex(of(labelB, partsB));
        expect(isEqual((l, p) => labelled(l, p))).toBe(isSame);
        expect(isEqual((l, p) => digest(suite, l, p))).toBe(isSame);
        expect(isEqual((l, p) => derive(suite, key, l, p))).toBe(isSame);
        expect(isEqual((l, p) => authenticate(suite, key, l, p))).toBe(isSame);
      }),
      { numRuns: 300 },
    );
  });

  it('C-7: the version stands in front of every label', () => {
    expect(labelled('entry', [Uint8Array.of(9)])).toEqual(
      Uint8Array.of(17, ...encodeUtf8('grapevine/1 entry'), 1, 9),
    );
  });
});

describe('sealed records', () => {
  const text = random(50);
  const aad = random(9);
  const record = sealRecord(suite, random, key, text, aad);

  it('C-8: open whole, with their key and associated data', () => {
    expect(record).toHaveLength(text.length + SEALED_OVERHEAD);
    expect(openRecord(suite, key, record, aad)).toEqual(text);
    expect(openRecord(suite, random(32), record, aad)).toBeNull();
    expect(openRecord(suite, key, record, random(9))).toBeNull();
  });

  it('C-8: do not open after any change of any byte, nor cut short', () => {
    for (let i = 0; i < record.length; i++) {
      const changed = record.slice();
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(openRecord(suite, key, changed, aad)).toBeNull();
      expect(openRecord(suite, key, record.slice(0, i), aad)).toBeNull();
    }
  });

  it('C-8: of one text differ', () => {
    expect(sealRecord(suite, random, key, text, aad)).not.toEqual(record);
  });
});
