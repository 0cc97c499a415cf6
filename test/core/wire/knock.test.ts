import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeKnock,
  encodeLinkSignal,
  parseKnock,
  parseLinkSignal,
} from '../../../src/core/wire/knock.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('knocks and signals', () => {
  it('W-10: knocks and signals are read back equal, and nothing else is read', () => {
    const knock = fc.record({
      attending: fc.boolean(),
      lacking: fc.boolean(),
      busy: fc.boolean(),
      writer: bytes(32),
      digest: bytes(32),
    });
    fc.assert(
      fc.property(knock, (sent) => {
        expect(parseKnock(encodeKnock(sent))).toEqual(sent);
      }),
    );
    const signal = fc.record({
      link: bytes(8),
      bytes: fc.option(fc.uint8Array({ maxLength: 5000 })),
    });
    fc.assert(
      fc.property(signal, (sent) => {
        expect(parseLinkSignal(encodeLinkSignal(sent))).toEqual(sent);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (wrong) => parseKnock(wrong) === null));
    expect(parseLinkSignal(new Uint8Array(5010).fill(1))).toBeNull();
    expect(parseLinkSignal(new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeNull();
  });
});
