import { expect, it } from 'vitest';
import { parseBytes } from '../../../src/core/bytes/reader.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';

it('B-2: a varint that falls on the growth of the buffer is read back whole', () => {
  for (let before = 250; before < 260; before++) {
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
