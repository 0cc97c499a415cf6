import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes, type Reader } from '../../../src/core/bytes/reader.ts';
import { createWriter, type Writer } from '../../../src/core/bytes/writer.ts';

type Field = {
  readonly write: (writer: Writer) => Writer;
  readonly read: (reader: Reader) => unknown;
  readonly value: unknown;
};

const LIMIT = 400;

const whole = (bits: number) => fc.maxSafeNat().map((value) => value % 2 ** bits);
const bytes = fc.uint8Array({ maxLength: LIMIT });
const text = fc.string({ unit: 'binary', maxLength: 90 });

const field: fc.Arbitrary<Field> = fc.oneof(
  whole(8).map((v) => ({ write: (w: Writer) => w.u8(v), read: (r: Reader) => r.u8(), value: v })),
  whole(16).map((v) => ({
    write: (w: Writer) => w.u16(v),
    read: (r: Reader) => r.u16(),
    value: v,
  })),
  whole(32).map((v) => ({
    write: (w: Writer) => w.u32(v),
    read: (r: Reader) => r.u32(),
    value: v,
  })),
  whole(48).map((v) => ({
    write: (w: Writer) => w.u48(v),
    read: (r: Reader) => r.u48(),
    value: v,
  })),
  fc.maxSafeNat().map((v) => ({
    write: (w: Writer) => w.varint(v),
    read: (r: Reader) => r.varint(),
    value: v,
  })),
  bytes.map((v) => ({
    write: (w: Writer) => w.fixed(v),
    read: (r: Reader) => r.fixed(v.length),
    value: v,
  })),
  bytes.map((v) => ({
    write: (w: Writer) => w.bytes(v),
    read: (r: Reader) => r.bytes(LIMIT),
    value: v,
  })),
  text.map((v) => ({
    write: (w: Writer) => w.text(v),
    read: (r: Reader) => r.text(LIMIT),
    value: v,
  })),
  fc.array(whole(16), { maxLength: 20 }).map((v) => ({
    write: (w: Writer) => v.reduce((out, item) => out.u16(item), w.varint(v.length)),
    read: (r: Reader) => r.list(20, (item) => item.u16()),
    value: v,
  })),
);

const written = (fields: readonly Field[]): Uint8Array =>
  fields.reduce((writer, { write }) => write(writer), createWriter()).finish();

const readAll =
  (fields: readonly Field[]) =>
  (reader: Reader): readonly unknown[] =>
    fields.map(({ read }) => read(reader));

describe('reader and writer', () => {
  it('B-2: read back any fields in any order', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 12 }), (fields) => {
        const parsed = parseBytes(written(fields), readAll(fields));
        expect(parsed).toEqual({ ok: true, value: fields.map(({ value }) => value) });
      }),
    );
  });

  it('B-3: never throw for arbitrary bytes', () => {
    fc.assert(
      fc.property(bytes, fc.array(field, { maxLength: 6 }), (input, fields) => {
        expect([true, false]).toContain(parseBytes(input, readAll(fields)).ok);
      }),
    );
  });

  it('B-4: what is read from arbitrary bytes is written back to the same bytes', () => {
    const read = (r: Reader) => [r.varint(), r.text(LIMIT), r.bytes(LIMIT)] as const;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (input) => {
        const parsed = parseBytes(input, read);
        if (!parsed.ok) return;
        const [number, words, rest] = parsed.value;
        expect(createWriter().varint(number).text(words).bytes(rest).finish()).toEqual(input);
      }),
      { numRuns: 2_000 },
    );
  });

  it('B-4: refuse bytes left over and bytes that are missing', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), fc.nat(255), (fields, extra) => {
        const whole = written(fields);
        const read = readAll(fields);
        expect(parseBytes(Uint8Array.of(...whole, extra), read).ok).toBe(false);
        if (whole.length > 0) expect(parseBytes(whole.slice(0, -1), read).ok).toBe(false);
      }),
    );
  });

  it('B-4: refuse a varint that is longer than needed or above 2^53 - 1', () => {
    const varint = (...encoded: number[]) =>
      parseBytes(Uint8Array.from(encoded), (r) => r.varint());
    const largest = createWriter().varint(Number.MAX_SAFE_INTEGER).finish();
    expect(varint(0x80, 0x00).ok).toBe(false);
    expect(varint(0xff, 0x80, 0x00).ok).toBe(false);
    expect(varint(...largest)).toEqual({ ok: true, value: Number.MAX_SAFE_INTEGER });
    expect(varint(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10).ok).toBe(false);
    expect(varint(...Array<number>(20).fill(0xff)).ok).toBe(false);
  });

  it('B-4: refuse ill-formed UTF-8 and keep a byte order mark', () => {
    const read = (content: readonly number[]) =>
      parseBytes(Uint8Array.of(content.length, ...content), (r) => r.text(LIMIT));
    expect(read([0xc0, 0xaf]).ok).toBe(false);
    expect(read([0xed, 0xa0, 0x80]).ok).toBe(false);
    expect(read([0xff]).ok).toBe(false);
    expect(read([0xef, 0xbb, 0xbf, 0x61])).toEqual({ ok: true, value: '\ufeffa' });
  });

  it('B-5: take texts, bytes and lists up to their limit and not beyond', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (length, limit) => {
        const content = new Uint8Array(length).fill(0x61);
        const behindLength = createWriter().bytes(content).finish();
        const isWithin = length <= limit;
        expect(parseBytes(behindLength, (r) => r.text(limit)).ok).toBe(isWithin);
        expect(parseBytes(behindLength, (r) => r.bytes(limit)).ok).toBe(isWithin);
        expect(parseBytes(behindLength, (r) => r.list(limit, (i) => i.u8())).ok).toBe(isWithin);
      }),
    );
  });

  it('B-5: count the limit of a text in bytes, not in characters', () => {
    const encoded = createWriter().text('👋').finish();
    expect(parseBytes(encoded, (r) => r.text(3)).ok).toBe(false);
    expect(parseBytes(encoded, (r) => r.text(4))).toEqual({ ok: true, value: '👋' });
  });

  it('B-5: a huge count over few bytes is refused without memory for it', () => {
    const encoded = createWriter().varint(Number.MAX_SAFE_INTEGER).finish();
    expect(parseBytes(encoded, (r) => r.bytes(Number.MAX_SAFE_INTEGER)).ok).toBe(false);
  });

  it('B-5: a writer refuses what does not fit', () => {
    const refused: ((writer: Writer) => Writer)[] = [
      (w) => w.u8(256),
      (w) => w.u16(65_536),
      (w) => w.u32(2 ** 32),
      (w) => w.u48(2 ** 48),
      (w) => w.u8(-1),
      (w) => w.u8(0.5),
      (w) => w.varint(2 ** 53),
      (w) => w.varint(-1),
    ];
    for (const write of refused) expect(() => write(createWriter())).toThrow(RangeError);
  });

  it('B-1: a mistake of our own inside a parse is not mistaken for malformed bytes', () => {
    const broken = (): never => {
      throw new TypeError('ours');
    };
    expect(() => parseBytes(Uint8Array.of(1), broken)).toThrow(TypeError);
  });
});
