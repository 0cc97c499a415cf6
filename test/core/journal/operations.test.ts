import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampAfter } from '../../../src/core/clock/hlc.ts';
import {
  encodeBody,
  parseBody,
  type Body,
  type ControlOperation,
  type MessageOperation,
} from '../../../src/core/journal/operations.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.nat(2 ** 32 - 1);
const stamp = fc.record({ wall: fc.nat(2 ** 48 - 2 ** 20), count: fc.nat(2 ** 16 - 1) });
const target = fc.record({ writer: bytes(32), sequence: u32, stamp });
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const emoji = fc.constantFrom('👍', '❤️', '👩‍👩‍👧‍👧', 'x');
const unknownFrom = (min: number) =>
  fc.record({
    type: fc.constant('unknown' as const),
    code: fc.oneof(fc.constant(0), fc.integer({ min, max: 255 })),
    fields: fc.uint8Array({ maxLength: 50 }),
  });

const message: fc.Arbitrary<MessageOperation> = fc.oneof(
  fc.record({
    type: fc.constant('post' as const),
    replyTo: fc.option(target, { nil: undefined }),
    text,
  }),
  fc.record({ type: fc.constant('edit' as const), target, text }),
  fc.record({ type: fc.constant('redact' as const), target }),
  fc.record({ type: fc.constant('react' as const), target, on: fc.boolean(), emoji }),
  fc
    .record({ first: fc.nat(2 ** 31), length: fc.nat(5000), stamp })
    .map(({ first, length, stamp: to }) => ({
      type: 'restamp' as const,
      first,
      last: first + length,
      stamp: to,
    })),
  fc.record({
    type: fc.constant('tell' as const),
    isFirst: fc.boolean(),
    isLast: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 60 }),
  }),
  unknownFrom(7),
);

const name = fc.string({ minLength: 1, maxLength: 60 });
const certificate = fc.record({
  writer: bytes(32),
  kemKey: bytes(1216),
  name,
  signature: bytes(64),
});
const box = fc.record({
  mode: fc.constantFrom('rolling' as const, 'kept' as const),
  recipient: bytes(32),
  number: u32,
  kemKeyId: bytes(8),
  hash: bytes(32),
});
const ranges = fc.array(fc.record({ writer: bytes(32), first: u32, count: u32 }), { maxLength: 3 });
const cutHead = fc.option(fc.record({ sequence: u32, hash: bytes(32) }));
const cut = fc.record({ control: cutHead, message: cutHead });
const admission = fc.record({
  certificate,
  claim: fc.record({ member: bytes(32), successor: bytes(32), signature: bytes(64) }),
  voucher: fc.oneof(
    fc.constant({ by: 'sibling' as const }),
    fc.record({ by: fc.constant('other' as const), old: bytes(32) }),
    fc.record({
      by: fc.constant('successor' as const),
      old: bytes(32),
      cut,
      key: bytes(32),
      signature: bytes(64),
    }),
  ),
});
const control: fc.Arbitrary<ControlOperation> = fc.oneof(
  fc.record({
    type: fc.constant('found' as const),
    certificates: fc.array(certificate, { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('kem' as const), key: bytes(1216) }),
  fc.record({
    type: fc.constant('announce' as const),
    firstMessage: u32,
    boxes: fc.array(box, { maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant('acknowledge' as const),
    acknowledgements: fc.array(fc.record({ writer: bytes(32), sequence: u32 }), { maxLength: 5 }),
  }),
  fc.record({ type: fc.constant('name' as const), name }),
  fc.record({ type: fc.constant('admit' as const), admission }),
  fc.record({
    type: fc.constant('end' as const),
    writer: bytes(32),
    reason: fc.constantFrom('removed' as const, 'lost' as const, 'forked' as const),
    cut,
  }),
  fc.record({ type: fc.constant('keep' as const), writer: bytes(32), cut }),
  fc.record({ type: fc.constant('successor' as const), commitment: bytes(32) }),
  fc.record({
    type: fc.constant('room' as const),
    room: bytes(8),
    boxes: fc.array(box, { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('keys' as const),
    box,
    ranges,
  }),
  fc.record({ type: fc.constant('ask' as const), ranges }),
  fc.record({ type: fc.constant('status' as const), text: fc.string({ maxLength: 60 }) }),
  fc.record({ type: fc.constant('picture' as const), bytes: fc.uint8Array({ maxLength: 99 }) }),
  fc.record({
    type: fc.constant('introduce' as const),
    id: bytes(16),
    step: fc.oneof(
      fc.record({
        kind: fc.constant('offer' as const),
        isFirst: fc.boolean(),
        name: fc.string({ minLength: 1, maxLength: 60 }),
      }),
      fc.record({
        kind: fc.constant('invitation' as const),
        link: fc.string({ minLength: 1, maxLength: 120 }),
      }),
      fc.record({ kind: fc.constantFrom('declined' as const, 'accepted' as const) }),
    ),
  }),
  unknownFrom(16),
);

const bodyOf = <O>(operation: fc.Arbitrary<O>): fc.Arbitrary<Body<O>> =>
  fc.record({ stamp, clock: fc.nat(2 ** 48 - 1), operation });

const at = { stamp: { wall: 1, count: 0 }, clock: 1 };
const someone = { writer: new Uint8Array(32), sequence: 0, stamp: at.stamp };

describe('operations', () => {
  it('J-101: every operation that is written is read back equal', () => {
    fc.assert(
      fc.property(bodyOf(message), (body) => {
        expect(parseBody('message', encodeBody(body))).toEqual({ ok: true, value: body });
      }),
    );
    fc.assert(
      fc.property(bodyOf(control), (body) => {
        expect(parseBody('control', encodeBody(body))).toEqual({ ok: true, value: body });
      }),
      { numRuns: 30 },
    );
  });

  it('J-101: bytes that are read are written back equal, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(13), (noise, code) => {
        noise[14] = code;
        for (const kind of ['control', 'message'] as const) {
          const body = parseBody(kind, noise);
          if (body.ok) expect(encodeBody(body.value)).toEqual(noise);
        }
      }),
    );
  });

  it('J-102: an operation of an unknown type is kept as it is', () => {
    const bytesOfLater = new Uint8Array([...new Uint8Array(14), 200, 1, 2, 3]);
    const body = parseBody('message', bytesOfLater);
    expect(body).toMatchObject({ ok: true, value: { operation: { type: 'unknown', code: 200 } } });
    if (body.ok) expect(encodeBody(body.value)).toEqual(bytesOfLater);
  });

  it('J-103: bytes cut short or left over are malformed', () => {
    const whole = encodeBody({ ...at, operation: { type: 'redact', target: someone } });
    for (let length = 0; length < whole.length; length++) {
      expect(parseBody('message', whole.subarray(0, length)).ok).toBe(false);
    }
    expect(parseBody('message', new Uint8Array([...whole, 0])).ok).toBe(false);
  });

  it('J-104: a text has at most 16,384 bytes, an emoji 1 to 64, a name 1 to 256', () => {
    const post = (count: number): Body<MessageOperation> => ({
      ...at,
      operation: { type: 'post', replyTo: undefined, text: 'é'.repeat(count) },
    });
    expect(parseBody('message', encodeBody(post(8192))).ok).toBe(true);
    expect(() => encodeBody(post(8193))).toThrow(RangeError);
    for (const wrong of ['', 'x'.repeat(65)]) {
      const operation = { type: 'react', target: someone, on: true, emoji: wrong } as const;
      expect(() => encodeBody({ ...at, operation })).toThrow(RangeError);
    }
    for (const wrong of ['', 'x'.repeat(257)]) {
      expect(() => encodeBody({ ...at, operation: { type: 'name', name: wrong } })).toThrow();
    }
  });

  it('J-105: a restamp names a range that is not empty and stamps that exist', () => {
    const restamp = (first: number, last: number, wall: number): Body<MessageOperation> => ({
      ...at,
      operation: { type: 'restamp', first, last, stamp: { wall, count: 65_535 } },
    });
    expect(parseBody('message', encodeBody(restamp(3, 3, 5))).ok).toBe(true);
    expect(() => encodeBody(restamp(4, 3, 5))).toThrow(RangeError);
    expect(() => encodeBody(restamp(3, 4, 2 ** 48 - 1))).toThrow(RangeError);
    expect(stampAfter({ wall: 5, count: 65_535 }, 1)).toEqual({ wall: 6, count: 0 });
  });
});
