import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { concatBytes } from '../../src/core/bytes/compare.ts';
import { casesOf, type Case, type VectorFile } from './cases.ts';
import { fromHex, toHex } from './hex.ts';
import { loadVectors } from './load.ts';

type AgreementCase = Case & {
  readonly flags: readonly string[];
  readonly public: string;
  readonly private: string;
  readonly shared: string;
};
type EncapsulationCase = Case & Readonly<Record<'ek' | 'm' | 'c', string>>;
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

describe('ML-KEM-768 inside X-Wing', () => {
  const cases = casesOf(loadVectors<VectorFile<EncapsulationCase>>('mlkem_768_encaps.json'));
  const ordinaryPoint = suite.agreementPublicKey(new Uint8Array(32).fill(9));
  /** The first 1,088 bytes of an X-Wing ciphertext are ML-KEM's. */
  const encapsulate = ({ ek, m }: EncapsulationCase): string | null => {
    const publicKey = concatBytes(fromHex(ek), ordinaryPoint);
    const made = suite.encapsulate(publicKey, concatBytes(fromHex(m), new Uint8Array(32).fill(1)));
    return made ? toHex(made.ciphertext.slice(0, 1088)) : null;
  };

  it('C-9: gives the ciphertexts of Wycheproof for every valid key, and null for every other', () => {
    expect(cases).toHaveLength(265);
    const wrong = cases.filter(
      (vector) => encapsulate(vector) !== (vector.result === 'valid' ? vector.c : null),
    );
    expect(wrong.map(({ tcId }) => tcId)).toEqual([]);
  });
});
