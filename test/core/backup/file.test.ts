import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/core/bytes/compare.ts';
import {
  CHUNK_TEXT,
  createChunkOpener,
  createChunkSealer,
  type ChunkKey,
} from '../../../src/core/backup/chunks.ts';
import { createFrameReader, encodeFrame } from '../../../src/core/backup/frames.ts';
import {
  BACKUP_HEADER_LENGTH,
  backupKey,
  encodeHeader,
  makeHeader,
  openHeader,
  parseHeader,
} from '../../../src/core/backup/header.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { LEAST_COST } from '../../../src/core/crypto/passphrase.ts';

const suite = createNobleSuite();
const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const header = makeHeader({ salt: fill(7, 16), cost: LEAST_COST });
const secret = fill(9);
const chunkKey: ChunkKey = {
  suite,
  key: backupKey(suite, secret, header),
  header: header.bytes,
};

const seal = (text: Uint8Array, step: number): readonly Uint8Array[] => {
  const sealer = createChunkSealer(chunkKey);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < text.length; at += step) {
    chunks.push(...sealer.push(text.subarray(at, at + step)));
  }
  return [...chunks, sealer.finish()];
};

const open = (file: Uint8Array, step: number, by = chunkKey): Uint8Array | 'damaged' => {
  const opener = createChunkOpener(by);
  const texts: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += step) {
    const opened = opener.push(file.subarray(at, at + step));
    if (!opened.ok) return 'damaged';
    texts.push(...opened.value);
  }
  const last = opener.finish();
  return last.ok ? concatBytes(...texts, last.value) : 'damaged';
};

const text = new Uint8Array(2 * CHUNK_TEXT + 1000).map((_, i) => i % 251);

describe('the chunks of a backup', () => {
  it('H-160: open again whatever the sizes in which they were written and read', () => {
    const lengths = [0, 1, CHUNK_TEXT - 1, CHUNK_TEXT, CHUNK_TEXT + 1, 2 * CHUNK_TEXT];
    for (const length of lengths) {
      const some = text.subarray(0, length);
      expect(open(concatBytes(...seal(some, 30_001)), 50_021)).toEqual(some);
    }
  });

  it('H-160: with any bit changed they are damaged', () => {
    const file = concatBytes(...seal(text, CHUNK_TEXT));
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = file.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(open(changed, file.length)).toBe('damaged');
      }),
      { numRuns: 40 },
    );
  });

  it('H-160: cut off anywhere, swapped, left out, repeated or lengthened they are damaged', () => {
    const [a = fill(0), b = fill(0), c = fill(0)] = seal(text, CHUNK_TEXT);
    const file = concatBytes(a, b, c);
    const cuts = [0, 1, a.length, a.length + 1, a.length + b.length, file.length - 1];
    for (const cut of cuts) expect(open(file.subarray(0, cut), file.length)).toBe('damaged');
    const wrong = [
      [b, a, c],
      [a, c],
      [b, c],
      [a, a, c],
      [a, b, b, c],
      [a, b, c, c],
    ];
    for (const parts of wrong) {
      expect(open(concatBytes(...parts), CHUNK_TEXT)).toBe('damaged');
    }
    expect(open(concatBytes(file, fill(0, 1)), file.length + 1)).toBe('damaged');
  });

  it('H-161: belong to their own beginning: another header, salt or passphrase opens none', () => {
    const file = concatBytes(...seal(text, CHUNK_TEXT));
    const other = makeHeader({ salt: fill(8, 16), cost: LEAST_COST });
    expect(open(file, file.length, { ...chunkKey, header: other.bytes })).toBe('damaged');
    expect(open(file, file.length, { ...chunkKey, key: backupKey(suite, secret, other) })).toBe(
      'damaged',
    );
  });
});

describe('the beginning of a backup', () => {
  const bytes = encodeHeader(suite, secret, header);

  it('H-161: gives the key for the passphrase, and tells a wrong one', () => {
    expect(bytes.length).toBe(BACKUP_HEADER_LENGTH);
    const parsed = parseHeader(bytes);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(openHeader(suite, secret, parsed.value)).toEqual({ ok: true, value: chunkKey.key });
    expect(openHeader(suite, fill(1), parsed.value)).toEqual({ ok: false, error: 'wrong' });
  });

  it('H-161: any changed bit is another file, a newer version, malformed or a wrong passphrase', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parsed = parseHeader(changed);
      if (parsed.ok) expect(openHeader(suite, secret, parsed.value).ok).toBe(false);
    }
    expect(parseHeader(fill(1, 60))).toEqual({ ok: false, error: 'other' });
    expect(parseHeader(bytes.slice(0, 20))).toEqual({ ok: false, error: 'malformed' });
    const newer = bytes.slice();
    newer[8] = 2;
    expect(parseHeader(newer)).toEqual({ ok: false, error: 'newer' });
  });
});

describe('the records of a backup', () => {
  it('H-162: come out as they went in, however the text is cut', () => {
    const frames = [0, 1, 300, 70_000].map((length, type) => ({ type, bytes: fill(type, length) }));
    const all = concatBytes(...frames.map(encodeFrame));
    for (const step of [1_000, 65_536, all.length]) {
      const reader = createFrameReader();
      const found = [];
      for (let at = 0; at < all.length; at += step) {
        const pushed = reader.push(all.subarray(at, at + step));
        if (pushed.ok) found.push(...pushed.value);
      }
      expect([found, reader.isEmpty()]).toEqual([frames, true]);
    }
  });

  it('H-162: one that claims to be longer than any is malformed', () => {
    const claimed = new Uint8Array([1, 255, 255, 255, 255]);
    expect(createFrameReader().push(claimed)).toEqual({ ok: false, error: 'malformed' });
  });
});
