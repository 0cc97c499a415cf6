import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import {
  checkSafetyCode,
  safetyNumber,
  type SafetyParties,
} from '../../../src/core/members/safety-number.ts';

const suite = createNobleSuite();
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const parties = fc
  .record({ conversationId: key, own: key, peer: key })
  .filter(({ own, peer }) => encodeBase64url(own) !== encodeBase64url(peer));

const otherSide = ({ conversationId, own, peer }: SafetyParties): SafetyParties => ({
  conversationId,
  own: peer,
  peer: own,
});
const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('safety number', () => {
  it('M-40: is twelve groups of five digits, the same on both sides', () => {
    fc.assert(
      fc.property(parties, (ours) => {
        const { groups } = safetyNumber(suite, ours);
        expect(groups).toHaveLength(12);
        for (const group of groups) expect(group).toMatch(/^\d{5}$/);
        expect(safetyNumber(suite, otherSide(ours)).groups).toEqual(groups);
      }),
    );
  });

  it('M-41: is another one when any bit of a key or of the conversation is another', () => {
    fc.assert(
      fc.property(
        parties,
        fc.constantFrom('conversationId' as const, 'own' as const, 'peer' as const),
        fc.nat(255),
        (ours, part, bit) => {
          const changed = { ...ours, [part]: flip(ours[part], bit) };
          expect(safetyNumber(suite, changed).groups).not.toEqual(safetyNumber(suite, ours).groups);
          expect(checkSafetyCode(suite, ours, safetyNumber(suite, otherSide(changed)).code)).toBe(
            'different',
          );
        },
      ),
    );
  });

  it('M-42: the code of the other side is the same, one’s own is told apart', () => {
    fc.assert(
      fc.property(parties, (ours) => {
        const theirs = safetyNumber(suite, otherSide(ours)).code;
        expect(checkSafetyCode(suite, ours, theirs)).toBe('same');
        expect(checkSafetyCode(suite, ours, safetyNumber(suite, ours).code)).toBe('own');
      }),
    );
  });

  it('M-42: a code is never taken for the same when one character of it changed', () => {
    fc.assert(
      fc.property(parties, fc.nat(86), fc.constantFrom(...'AZaz09-_'), (ours, at, letter) => {
        const { code } = safetyNumber(suite, otherSide(ours));
        const place = code.indexOf(':') + 1 + at;
        const changed = code.slice(0, place) + letter + code.slice(place + 1);
        fc.pre(changed !== code);
        expect(checkSafetyCode(suite, ours, changed)).not.toBe('same');
      }),
    );
  });

  it('M-43: whatever else is scanned is no safety number, or one of a newer version', () => {
    const ours = {
      conversationId: new Uint8Array(32),
      own: new Uint8Array(32).fill(1),
      peer: new Uint8Array(32).fill(2),
    };
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(checkSafetyCode(suite, ours, text)).toBe('none');
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const verdict = checkSafetyCode(suite, ours, `grapevine-safety:${encodeBase64url(bytes)}`);
        expect(verdict).not.toBe('same');
        if ((bytes[0] ?? 0) > 1) expect(verdict).toBe('newer');
      }),
    );
    expect(checkSafetyCode(suite, ours, 'grapevine-safety:AQ')).toBe('none');
  });

  it('M-44: keeps its bytes: the number of known keys', () => {
    const { groups, code } = safetyNumber(suite, {
      conversationId: new Uint8Array(32).fill(7),
      own: new Uint8Array(32).fill(1),
      peer: new Uint8Array(32).fill(2),
    });
    expect(groups.join(' ')).toMatchInlineSnapshot(
      `"91642 87823 18328 27598 28030 20046 31173 76994 05589 97187 31844 61609"`,
    );
    expect(code).toMatchInlineSnapshot(
      `"grapevine-safety:AQ9IKoSpgr8fk_Rw_6jQgTA5XlWFRtA67bVez-F-1O1kkPo6X5_nQ2yh1tWItn7ILLUi3zdIMtLkAgtXGPU9b9I"`,
    );
  });
});
