/** Repeatable bytes for tests: xorshift32 (Marsaglia 2003) from a seed. Not secret, not for keys. */
import type { Random } from '../../core/crypto/suite.ts';

export const createFakeRandom = (seed = 1): Random => {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 24;
  };
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = next();
    return bytes;
  };
};
