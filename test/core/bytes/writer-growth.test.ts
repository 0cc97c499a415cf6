import { expect, it } from 'vitest';
import { parseBytes } from '../../../src/core/bytes/reader.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';

it('B-2: a varint that falls on the growth of the buffer is read back whole', () => {
  for (let before = 1_016; before < 1_028; before++) {
    const bytes = createWriter()
      .fixed(new Uint8Array(before))
      .varint(2 ** 40)
      .finish();
    const read = parseBytes(bytes, (reader) => {
      reader.fixed(before);
      return reader.varint();
    });
    expect(read).toEqual({ ok: true, value: 2 ** 40 });
  }
});

it('B-2: writers that write at the same time, or one after another, share nothing', () => {
  const outer = createWriter().text('outer');
  const inner = createWriter().fixed(new Uint8Array(3_000).fill(7)).finish();
  const next = createWriter().u8(1);
  const whole = outer.bytes(inner).finish();
  expect(next.u8(2).finish()).toEqual(Uint8Array.of(1, 2));
  expect(inner).toEqual(new Uint8Array(3_000).fill(7));
  const read = parseBytes(whole, (reader) => [reader.text(10), reader.bytes(3_000)]);
  expect(read).toEqual({ ok: true, value: ['outer', inner] });
});

it('B-5: a writer that has finished refuses what is written then', () => {
  const writer = createWriter().u8(1);
  writer.finish();
  expect(() => writer.u8(2)).toThrow('finished');
  expect(() => writer.finish()).toThrow('finished');
});
