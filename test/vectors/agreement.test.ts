import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { casesOf, type Case, type VectorFile } from './cases.ts';
import { fromHex, toHex } from './hex.ts';
import { loadVectors } from './load.ts';

type AgreementCase = Case & {
  readonly flags: readonly string[];
  readonly public: string;
  readonly private: string;
  readonly shared: string;
};
type XWingCase = Readonly<Record<'seed' | 'eseed' | 'ss' | 'sk' | 'pk' | 'ct', string>>;

const suite = createNobleSuite();

describe('X25519', () => {
  const cases = casesOf(loadVectors<VectorFile<AgreementCase>>('x25519.json'));
  const isZero = ({ shared }: AgreementCase): boolean => /^0+$/.test(shared);
  const agree = (vector: AgreementCase): string | null =>
    toHex(suite.agree(fromHex(vector.private), fromHex(vector.public)));

  it('C-2: agrees with 487 Wycheproof cases', () => {
    const usable = cases.filter((vector) => !isZero(vector));
    expect(usable).toHaveLength(487);
    expect(usable.filter((vector) => agree(vector) !== vector.shared)).toEqual([]);
  });

  it('C-2: refuses the 31 Wycheproof cases whose shared secret is all zero', () => {
    const refused = cases.filter(isZero);
    expect(refused).toHaveLength(31);
    expect(refused.map(agree).filter((shared) => shared !== null)).toEqual([]);
  });
});

describe('X-Wing', () => {
  const { cases } = loadVectors<{ readonly cases: readonly XWingCase[] }>('xwing.json');

  it('C-3: gives the keys, ciphertexts and secrets of the draft', () => {
    expect(cases).toHaveLength(3);
    for (const vector of cases) {
      const sealed = suite.encapsulate(fromHex(vector.pk), fromHex(vector.eseed));
      expect(toHex(suite.kemPublicKey(fromHex(vector.seed)))).toBe(vector.pk);
      expect(toHex(sealed?.ciphertext)).toBe(vector.ct);
      expect(toHex(sealed?.secret)).toBe(vector.ss);
      expect(toHex(suite.decapsulate(fromHex(vector.sk), fromHex(vector.ct)))).toBe(vector.ss);
    }
  });
});
