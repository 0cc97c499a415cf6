import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUCKETS,
  encodeHeader,
  HEADER_BYTES,
  parseHeader,
  type Header,
} from '../../../src/core/journal/header.ts';
import {
  encodeMessageKeyReference,
  parseMessageKeyReference,
} from '../../../src/core/keys/message-key.ts';
import { bytesOf } from './writing.ts';

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

const anyHeader: fc.Arbitrary<Header> = fc.record({
  kind: fc.constantFrom('control' as const, 'message' as const),
  writer: bytes(32),
  sequence: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  prev: bytes(32),
  payloadHash: bytes(32),
  bucket: fc.integer({ min: 0, max: BUCKETS.length - 1 }),
  keyReference: bytes(8),
  commitment: bytes(32),
  expiry: fc.integer({ min: 0, max: 65_535 }),
});

const header: Header = {
  kind: 'message',
  writer: bytesOf(1),
  sequence: 0x01020304,
  prev: bytesOf(2),
  payloadHash: bytesOf(3),
  bucket: 5,
  keyReference: bytesOf(4, 8),
  commitment: bytesOf(5),
  expiry: 0x0607,
};

describe('header', () => {
  it('J-1: has 147 bytes, field after field', () => {
    const expected = [
      ...[1, 1, 0, 1, ...bytesOf(1), 1, 2, 3, 4, ...bytesOf(2), ...bytesOf(3), 5],
      ...[...bytesOf(4, 8), ...bytesOf(5), 6, 7],
    ];
    expect([...encodeHeader(header)]).toEqual(expected);
    expect(expected.length).toBe(HEADER_BYTES);
  });

  it('J-1: is read back equal', () => {
    fc.assert(
      fc.property(anyHeader, (any) => {
        expect(parseHeader(encodeHeader(any))).toEqual({ ok: true, value: any });
      }),
    );
  });

  it('J-1: is read from any bytes without a throw, and only in its one encoding', () => {
    const near = fc
      .tuple(anyHeader, fc.nat(HEADER_BYTES - 1), fc.nat(255))
      .map(([any, at, value]) => encodeHeader(any).with(at, value));
    fc.assert(
      fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 200 })), (any) => {
        const parsed = parseHeader(any);
        if (parsed.ok) expect(encodeHeader(parsed.value)).toEqual(any);
      }),
    );
  });

  it('J-2: tells a later version, suite or mode apart from malformed bytes', () => {
    const encoded = encodeHeader(header);
    expect(parseHeader(encoded.with(0, 2))).toEqual({ ok: false, error: 'version' });
    expect(parseHeader(encoded.with(1, 2))).toEqual({ ok: false, error: 'version' });
    expect(parseHeader(encoded.with(2, 1))).toEqual({ ok: false, error: 'version' });
    expect(parseHeader(encoded.with(3, 2))).toEqual({ ok: false, error: 'malformed' });
    expect(parseHeader(encoded.with(104, 6))).toEqual({ ok: false, error: 'malformed' });
    expect(parseHeader(encoded.subarray(0, -1))).toEqual({ ok: false, error: 'malformed' });
    expect(parseHeader(encoded.with(0, 0))).toEqual({ ok: false, error: 'malformed' });
    expect(parseHeader(new Uint8Array())).toEqual({ ok: false, error: 'malformed' });
  });

  it('J-1: names no entry before the first', () => {
    const first = { ...header, sequence: 0 };
    expect(parseHeader(encodeHeader(first)).ok).toBe(false);
    expect(parseHeader(encodeHeader({ ...first, prev: bytesOf(0) })).ok).toBe(true);
  });

  it('J-1: names a message key by announcement and index', () => {
    const reference = { announcement: 7, index: 2 ** 32 - 1 };
    expect(parseMessageKeyReference(encodeMessageKeyReference(reference))).toEqual({
      ok: true,
      value: reference,
    });
    expect(parseMessageKeyReference(bytesOf(0, 9)).ok).toBe(false);
  });
});
