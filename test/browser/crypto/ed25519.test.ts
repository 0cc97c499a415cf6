/**
 * Engines differ on the edge cases of Ed25519, so the verdict that all devices share is tried where
 * devices live: in real browsers.
 */

import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import {
  acceptedOfSpeccheck,
  misjudged,
  type Ed25519File,
  type SpeccheckFile,
} from '../../vectors/ed25519-verdicts.ts';

const suite = createNobleSuite();

const fetchVectors = async (name: string): Promise<unknown> => {
  const response = await fetch(new URL(`../../vectors/${name}`, import.meta.url));
  return response.json();
};

describe('Ed25519 in this browser', () => {
  it('C-1: judges all Wycheproof signatures as their authors expect', async () => {
    const file = (await fetchVectors('ed25519.json')) as Ed25519File;
    expect(misjudged(suite, file)).toEqual([]);
  });

  it('C-1: accepts of the first ten ed25519-speccheck cases 2 to 5 and no other', async () => {
    const file = (await fetchVectors('ed25519_speccheck.json')) as SpeccheckFile;
    expect(acceptedOfSpeccheck(suite, file)).toEqual([2, 3, 4, 5]);
  });
});
