/** Bytes that version 1 wrote: they must be written and read like this for good. */

import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../src/core/bytes/base64url.ts';
import { isSigned, openEntry, writeEntry, type Entry } from '../../src/core/journal/entry.ts';
import { encodePage } from '../../src/document/page.ts';
import { bytesOf, conversationId, draft, nobleSuite, reparse } from '../core/journal/writing.ts';

const head = {
  feed: { writer: bytesOf(11), kind: 'control' as const },
  sequence: 12,
  hash: bytesOf(13),
};

const write = (sequence: number, prev: Uint8Array): Entry =>
  writeEntry(
    nobleSuite,
    (length) => bytesOf(42, length),
    draft({ sequence, prev, heads: [head], body: Uint8Array.of(1, 2, 3), expiry: 20_000 }),
  );

describe('bytes of version 1', () => {
  const first = write(0, bytesOf(0));
  const second = write(1, first.hash);
  const digestOf = (bytes: Uint8Array) => encodeBase64url(nobleSuite.hash(bytes));

  it('J-3: an entry is written as it always was', () => {
    expect(digestOf(first.bytes)).toBe('39oDUR_LMAIZ7jmcHX68mkFeHbSrJZokAAzBs6pwzKQ');
    expect(digestOf(second.bytes)).toBe('dPHcM8p_YZIiocwEv9fPjT-GR8vJj9hSAifhKnhC5bk');
  });

  it('J-3: and is read', () => {
    const entry = reparse(nobleSuite, second.bytes);
    expect(isSigned(nobleSuite, entry)).toBe(true);
    expect(openEntry(nobleSuite, entry, bytesOf(2), conversationId)).toEqual({
      ok: true,
      value: { heads: [head], body: Uint8Array.of(1, 2, 3) },
    });
  });

  it('D-3: a page is written as it always was', () => {
    expect(digestOf(encodePage(nobleSuite, [first, second]))).toBe(
      '7qcruOCAWNqeRfrFTouQCnm7xO-1OnKmnms4436AmU8',
    );
  });
});
