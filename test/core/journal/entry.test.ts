import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../../../src/core/crypto/derive.ts';
import {
  bucketFor,
  headsKey,
  isSigned,
  MAX_BODY_BYTES,
  MAX_ENTRY_BYTES,
  MAX_HEADS,
  openEntry,
  openHeads,
  parseEntry,
  writeEntry,
  type Head,
} from '../../../src/core/journal/entry.ts';
import { BUCKETS, encodeHeader } from '../../../src/core/journal/header.ts';
import {
  bytesOf,
  cheapSuite,
  conversationId,
  createTestRandom,
  draft,
  nobleSuite,
  reparse,
  unsign,
} from './writing.ts';

const suite = cheapSuite;
const random = createTestRandom();

const head = (byte: number, kind: 'control' | 'message' = 'message'): Head => ({
  feed: { writer: bytesOf(byte), kind },
  sequence: byte,
  hash: bytesOf(byte + 100),
});

const write = (changes: Parameters<typeof draft>[0] = {}) =>
  writeEntry(suite, random, draft(changes));

describe('entry', () => {
  it('J-3: is read back from its bytes, signed, and opened with its key', () => {
    const written = writeEntry(nobleSuite, random, draft({ heads: [head(2), head(1)] }));
    const entry = reparse(nobleSuite, written.bytes);
    expect(entry).toEqual(written);
    expect(isSigned(nobleSuite, entry)).toBe(true);
    expect(openEntry(nobleSuite, entry, bytesOf(2), conversationId)).toEqual({
      ok: true,
      value: { heads: [head(1), head(2)], body: bytesOf(65, 10) },
    });
  });

  it('J-3: any body and heads that fit come back, in the smallest bucket', () => {
    const heads = fc
      .uniqueArray(fc.integer({ min: 1, max: 120 }), { maxLength: 9 })
      .map((bytes) => bytes.map((byte) => head(byte, byte % 2 === 0 ? 'control' : 'message')));
    const sizes = fc.oneof(fc.nat(200), fc.nat(5_000), fc.nat(MAX_BODY_BYTES - 1_000));
    fc.assert(
      fc.property(sizes, heads, (size, some) => {
        const entry = write({ body: bytesOf(66, size), heads: some });
        expect(entry.header.bucket).toBe(bucketFor(size, some.length));
        expect(entry.payload.length).toBe(BUCKETS[entry.header.bucket]);
        const opened = openEntry(suite, reparse(suite, entry.bytes), bytesOf(2), conversationId);
        if (!opened.ok) throw new Error(opened.error);
        expect(opened.value.body.length).toBe(size);
        expect(new Set(opened.value.heads)).toEqual(new Set(some));
      }),
      { numRuns: 50 },
    );
  });

  it('J-4: pads to one of six sizes', () => {
    expect(bucketFor(128 - 25 - 16 - 1, 0)).toBe(0);
    expect(bucketFor(128 - 25 - 16, 0)).toBe(1);
    expect(bucketFor(MAX_BODY_BYTES, 0)).toBe(5);
    expect(bucketFor(MAX_BODY_BYTES + 1, 0)).toBe(null);
    expect(bucketFor(0, MAX_HEADS)).toBe(5);
    expect(bucketFor(0, MAX_HEADS + 1)).toBe(null);
    expect(bucketFor(10, 1)).toBe(bucketFor(10, 2));
    expect(write({ body: bytesOf(1, 0) }).bytes.length).toBe(147 + 64 + 128);
    expect(write({ body: bytesOf(1, MAX_BODY_BYTES) }).bytes.length).toBe(MAX_ENTRY_BYTES);
    expect(() => write({ body: bytesOf(1, MAX_BODY_BYTES + 1) })).toThrow(RangeError);
    expect(() => write({ heads: [head(1), head(1)] })).toThrow(RangeError);
  });

  it('J-5: does not open under a key it is not committed to', () => {
    const entry = write();
    expect(openEntry(suite, entry, bytesOf(9), conversationId)).toEqual({
      ok: false,
      error: 'wrong-key',
    });
    const bent = { ...entry, header: { ...entry.header, commitment: bytesOf(0) } };
    expect(openEntry(suite, bent, bytesOf(2), conversationId)).toEqual({
      ok: false,
      error: 'wrong-key',
    });
  });

  it('J-5: opens only in its conversation, at its place', () => {
    const entry = write({ heads: [head(1)] });
    const malformed = { ok: false, error: 'malformed' };
    expect(openEntry(suite, entry, bytesOf(2), bytesOf(8))).toEqual(malformed);
    const moved = { ...entry, header: { ...entry.header, sequence: 1, prev: bytesOf(1) } };
    expect(openEntry(suite, moved, bytesOf(2), conversationId)).toEqual(malformed);
  });

  it('J-6: the key of the heads opens the heads and not the body', () => {
    const entry = write({ heads: [head(1)] });
    const key = headsKey(suite, bytesOf(2));
    expect(openHeads(suite, entry, key, conversationId)).toEqual({ ok: true, value: [head(1)] });
    expect(openHeads(suite, entry, derive(suite, bytesOf(2), 'body'), conversationId).ok).toBe(
      false,
    );
    expect(openEntry(suite, entry, key, conversationId).ok).toBe(false);
  });

  it('J-7: one changed bit is seen in header, signature or payload', () => {
    const entry = writeEntry(nobleSuite, random, draft());
    const bits = fc.nat(entry.bytes.length * 8 - 1);
    fc.assert(
      fc.property(bits, (bit) => {
        const at = bit >> 3;
        const bytes = entry.bytes.with(at, (entry.bytes[at] ?? 0) ^ (1 << (bit & 7)));
        const parsed = parseEntry(nobleSuite, bytes);
        expect(parsed.ok && isSigned(nobleSuite, parsed.value)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('J-7: any bytes are read without a throw, and never into a second encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, lookReal) => {
        if (lookReal) bytes.set([1, 1, 0, 0].slice(0, bytes.length));
        expect(parseEntry(suite, bytes).ok).toBe(false);
      }),
    );
    const entry = write();
    expect(parseEntry(suite, entry.bytes.subarray(0, -1))).toEqual({
      ok: false,
      error: 'malformed',
    });
    const longer = Uint8Array.from([...entry.bytes, 0]);
    expect(parseEntry(suite, longer)).toEqual({ ok: false, error: 'malformed' });
    const later = entry.bytes.with(0, 2);
    expect(parseEntry(suite, later)).toEqual({ ok: false, error: 'version' });
  });

  it('J-7: keeps a copy, so bytes that change afterwards change nothing', () => {
    const bytes = new Uint8Array(write().bytes);
    const entry = reparse(suite, bytes);
    bytes.fill(0);
    expect(entry.headerBytes).toEqual(encodeHeader(entry.header));
    expect(isSigned(suite, unsign(entry))).toBe(false);
    expect(isSigned(suite, entry)).toBe(true);
  });
});

describe('payload that a hostile writer sealed', () => {
  it('J-8: gives a tag for heads twice, heads out of order, odd slots or a body without an end', async () => {
    const { openBody, openSealedHeads } = await import('../../../src/core/journal/payload.ts');
    const key = bytesOf(2);
    const nonce = bytesOf(0, 24);
    const aad = bytesOf(0, 1);
    const malformed = { ok: false, error: 'malformed' };
    const seal = (label: string, text: Uint8Array) =>
      suite.seal(derive(suite, key, label), nonce, text, aad);
    const withSlots = (count: number, text: Uint8Array) =>
      Uint8Array.from([...nonce, count, ...seal('heads', text), ...seal('body', bytesOf(0, 9))]);
    const slot = (byte: number) => [1, ...bytesOf(byte), 0, 0, 0, 0, ...bytesOf(3)];
    const read = (payload: Uint8Array) =>
      openSealedHeads(suite, headsKey(suite, key), payload, aad);

    expect(read(withSlots(2, Uint8Array.from([...slot(1), ...slot(2)]))).ok).toBe(true);
    expect(read(withSlots(2, Uint8Array.from([...slot(1), ...slot(1)])))).toEqual(malformed);
    expect(read(withSlots(2, Uint8Array.from([...slot(2), ...slot(1)])))).toEqual(malformed);
    expect(read(withSlots(2, Uint8Array.from([...bytesOf(0, 69), ...slot(1)])))).toEqual(malformed);
    expect(read(withSlots(2, Uint8Array.from([...slot(1).with(0, 2), ...slot(2)])))).toEqual(
      malformed,
    );
    expect(read(withSlots(1, Uint8Array.from(slot(1))))).toEqual(malformed);
    expect(read(bytesOf(254, 128))).toEqual(malformed);
    expect(read(bytesOf(0, 3))).toEqual(malformed);

    const body = (text: Uint8Array) =>
      openBody(suite, key, Uint8Array.from([...nonce, 0, ...seal('body', text)]), aad);
    expect(body(Uint8Array.of(1, 65, 0)).ok).toBe(true);
    expect(body(Uint8Array.of(3, 65, 0))).toEqual(malformed);
    expect(body(Uint8Array.of(1, 65, 0, 1))).toEqual(malformed);
    expect(body(Uint8Array.of(0x81, 0, 65))).toEqual(malformed);
  });
});
