import { describe, expect, it } from 'vitest';
import { kemKeyIdOf, makeBox, openBox, type BoxPlace } from '../../../src/core/keys/box.ts';
import { createTestRandom } from '../crypto/test-random.ts';
import { suite } from './two-writers.ts';

const random = createTestRandom(suite, 'box');
const seed = random(32);
const kemKey = suite.kemPublicKey(seed);
const own = { id: kemKeyIdOf(suite, kemKey), seed };
const step = random(32);
const content = { chainKey: random(32), index: 7 };
const place: BoxPlace = {
  conversationId: random(32),
  sender: random(32),
  recipient: random(32),
  number: 3,
  announcement: 12,
};

const made = makeBox(suite, random, place, kemKey, step, content);
const blob = made?.blob ?? new Uint8Array();

describe('box', () => {
  it('K-3: opens with everything right, has its known size and is named by its hash', () => {
    expect(openBox(suite, place, own, step, blob)).toEqual(content);
    expect(blob).toHaveLength(1 + 1120 + 24 + 36 + 16);
    expect(made?.hash).toEqual(suite.hash(blob));
    expect(made?.kemKeyId).toEqual(own.id);
  });

  it('K-3: does not open in any other place', () => {
    const other: readonly Partial<BoxPlace>[] = [
      { conversationId: random(32) },
      { sender: random(32) },
      { recipient: random(32) },
      { sender: place.recipient, recipient: place.sender },
      { number: 4 },
      { announcement: 13 },
    ];
    for (const change of other) {
      expect(openBox(suite, { ...place, ...change }, own, step, blob)).toBeNull();
    }
  });

  it('K-3: does not open with another KEM seed, KEM key id or step', () => {
    expect(openBox(suite, place, { ...own, seed: random(32) }, step, blob)).toBeNull();
    expect(openBox(suite, place, { ...own, id: random(8) }, step, blob)).toBeNull();
    expect(openBox(suite, place, own, random(32), blob)).toBeNull();
  });

  it('K-3: does not open after a change, cut short, longer, or of another version', () => {
    for (let at = 0; at < blob.length; at += 97) {
      const changed = blob.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openBox(suite, place, own, step, changed)).toBeNull();
      expect(openBox(suite, place, own, step, blob.slice(0, at))).toBeNull();
    }
    const longer = Uint8Array.of(...blob, 0);
    expect(openBox(suite, place, own, step, longer)).toBeNull();
    expect(openBox(suite, place, own, step, random(5_000))).toBeNull();
  });

  it('C-6: a malformed KEM key gets no box', () => {
    const malformed = new Uint8Array(1216).fill(255);
    expect(makeBox(suite, random, place, malformed, step, content)).toBeNull();
    expect(makeBox(suite, random, place, kemKey.slice(1), step, content)).toBeNull();
  });
});
