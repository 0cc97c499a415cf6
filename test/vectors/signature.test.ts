import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { casesOf } from './cases.ts';
import {
  acceptedOfSpeccheck,
  misjudged,
  nativelyAcceptedOfSpeccheck,
  type Ed25519File,
  type SpeccheckFile,
} from './ed25519-verdicts.ts';
import { loadVectors } from './load.ts';

const suite = createNobleSuite();

describe('Ed25519', () => {
  it('C-1: judges all 151 Wycheproof signatures as their authors expect', () => {
    const file = loadVectors<Ed25519File>('ed25519.json');
    expect(casesOf(file)).toHaveLength(151);
    expect(misjudged(suite, file)).toEqual([]);
  });

  it('C-1: accepts of the first ten ed25519-speccheck cases 2 to 5 and no other', () => {
    const file = loadVectors<SpeccheckFile>('ed25519_speccheck.json');
    expect(acceptedOfSpeccheck(suite, file)).toEqual([2, 3, 4, 5]);
  });

  it('C-1: is judged otherwise by the Ed25519 of this engine, which is never asked', async () => {
    const file = loadVectors<SpeccheckFile>('ed25519_speccheck.json');
    const native = await nativelyAcceptedOfSpeccheck(file);
    expect(native).toEqual([0, 1, 2, 3]);
    expect(native).not.toEqual(acceptedOfSpeccheck(suite, file));
  });
});
