/** Bytes that look random and are the same in every run: SHA-256 over a name and a counter. */

import { createWriter } from '../../../src/core/bytes/writer.ts';
import type { Random, Suite } from '../../../src/core/crypto/suite.ts';

export const createTestRandom = (suite: Suite, name: string): Random => {
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = suite.hash(createWriter().text(name).varint(count++).finish());
      bytes.set(block.subarray(0, length - at), at);
    }
    return bytes;
  };
};
