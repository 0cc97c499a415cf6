/**
 * A ciphertext with a tag that is good under two keys of XChaCha20-Poly1305, which commits to none.
 *
 * Poly1305 is a polynomial over 2^130 - 5 in the blocks of its message, so one
 * free block of ciphertext solves for equal tags (Dodis et al., "Fast Message
 * Franking", 2018; Len et al., "Partitioning Oracle Attacks", 2021).
 */
import { xchacha20 } from '@noble/ciphers/chacha.js';

const P = 2n ** 130n - 5n;
const TOP = 2n ** 128n;
const BLOCK = 16;

/** A record of 64 bytes that opens under both keys (32 bytes each) with this nonce (24) and these data. */
export const collide = (
  one: Uint8Array,
  two: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  length = 48,
): Uint8Array => {
  const keys = [one, two].map((key) => poly1305Key(key, nonce));
  const [a = NONE, b = NONE] = keys;
  for (let filler = 0; filler < 256; filler++) {
    const text = new Uint8Array(length).fill(filler);
    const blocks = blocksOf(text, aad);
    // The first block of the ciphertext is free.
    const free = Math.ceil(aad.length / BLOCK);
    const rest = blocks.with(free, 0n);
    const slope = mod(power(a.r, blocks.length - free) - power(b.r, blocks.length - free));
    const offset = sum(rest, a.r) - sum(rest, b.r);
    for (let j = -3n; j <= 3n; j++) {
      const x = mod((b.s - a.s + j * TOP - offset) * power(slope, P - 2n));
      if (x < TOP || x >= 2n * TOP) continue;
      const solved = blocks.with(free, x);
      const tags = keys.map(({ r, s }) => (sum(solved, r) + s) % TOP);
      if (tags[0] !== tags[1]) continue;
      text.set(toBytes(x - TOP));
      return Uint8Array.of(...text, ...toBytes(tags[0] ?? 0n));
    }
  }
  throw new Error('no collision was found');
};

const NONE = { r: 0n, s: 0n };

/** RFC 8439, 2.6: the first 32 bytes of the key stream, some bits of r cleared. */
const poly1305Key = (key: Uint8Array, nonce: Uint8Array) => {
  const stream = xchacha20(key, nonce, new Uint8Array(32));
  const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  return { r: toNumber(stream.subarray(0, 16)) & clamp, s: toNumber(stream.subarray(16)) };
};

/** RFC 8439, 2.8: data and ciphertext, each padded to whole blocks, then both lengths. */
const blocksOf = (text: Uint8Array, aad: Uint8Array): readonly bigint[] => {
  const lengths = BigInt(aad.length) + (BigInt(text.length) << 64n);
  return [...cut(aad), ...cut(text), lengths + TOP];
};

const cut = (bytes: Uint8Array): readonly bigint[] =>
  Array.from({ length: Math.ceil(bytes.length / BLOCK) }, (_, i) => {
    const padded = new Uint8Array(BLOCK);
    padded.set(bytes.subarray(i * BLOCK, (i + 1) * BLOCK));
    return toNumber(padded) + TOP;
  });

const sum = (blocks: readonly bigint[], r: bigint): bigint =>
  blocks.reduce((total, block) => mod((total + block) * r), 0n);

const power = (base: bigint, exponent: bigint | number): bigint => {
  let result = 1n;
  let square = mod(base);
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
};

const mod = (value: bigint): bigint => ((value % P) + P) % P;

const toNumber = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((total, byte) => total * 256n + BigInt(byte), 0n);

const toBytes = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: BLOCK }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
