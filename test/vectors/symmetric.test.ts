import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../src/core/bytes/compare.ts';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { casesOf, type Case, type VectorFile } from './cases.ts';
import { fromHex, toHex } from './hex.ts';
import { loadVectors } from './load.ts';

type SealCase = Case & Readonly<Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>>;
type HkdfCase = Case &
  Readonly<Record<'ikm' | 'salt' | 'info' | 'okm', string>> & { readonly size: number };
type MacCase = Case & Readonly<Record<'key' | 'msg' | 'tag', string>>;

const suite = createNobleSuite();

describe('XChaCha20-Poly1305', () => {
  const file = loadVectors<VectorFile<SealCase>>('xchacha20_poly1305.json');
  const cases = casesOf(file);
  const valid = cases.filter(({ result }) => result === 'valid');

  it('C-4: opens what is whole and nothing else, over 315 Wycheproof cases', () => {
    expect(cases).toHaveLength(315);
    for (const vector of cases) {
      const sealed = concatBytes(fromHex(vector.ct), fromHex(vector.tag));
      const text = suite.open(fromHex(vector.key), fromHex(vector.iv), sealed, fromHex(vector.aad));
      const expected = vector.result === 'valid' ? vector.msg : null;
      expect(toHex(text), `tcId ${vector.tcId}`).toBe(expected);
    }
  });

  it('C-4: seals to the bytes of the 246 valid cases', () => {
    expect(valid).toHaveLength(246);
    for (const { key, iv, msg, aad, ct, tag, tcId } of valid) {
      const sealed = suite.seal(fromHex(key), fromHex(iv), fromHex(msg), fromHex(aad));
      expect(toHex(sealed), `tcId ${tcId}`).toBe(ct + tag);
    }
  });
});

describe('HKDF-SHA-256', () => {
  const cases = casesOf(loadVectors<VectorFile<HkdfCase>>('hkdf_sha256.json'));
  const expand = ({ ikm, salt, info, size }: HkdfCase): string | null =>
    toHex(suite.hkdf(fromHex(ikm), fromHex(salt), fromHex(info), size));

  it('C-5: gives the output of the 83 valid Wycheproof cases', () => {
    const valid = cases.filter(({ result }) => result === 'valid');
    expect(valid).toHaveLength(83);
    for (const vector of valid) expect(expand(vector), `tcId ${vector.tcId}`).toBe(vector.okm);
  });

  it('C-5: refuses the 3 cases that ask for more than 8,160 bytes', () => {
    const tooLong = cases.filter(({ result }) => result === 'invalid');
    expect(tooLong).toHaveLength(3);
    for (const vector of tooLong) expect(() => expand(vector)).toThrow();
  });
});

describe('HMAC-SHA-256', () => {
  it('C-5: gives the tag of the 66 valid Wycheproof cases and not that of the 108 changed ones', () => {
    const cases = casesOf(loadVectors<VectorFile<MacCase>>('hmac_sha256.json'));
    expect(cases).toHaveLength(174);
    for (const { key, msg, tag, result, tcId } of cases) {
      const mac = toHex(suite.mac(fromHex(key), fromHex(msg)))?.slice(0, tag.length);
      expect(mac === tag, `tcId ${tcId}`).toBe(result === 'valid');
    }
  });
});
