import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { err, ok } from '../../../src/core/bytes/result.ts';
import {
  createFreshness,
  EVERYBODY,
  isFor,
  MAX_ENVELOPE_BODY,
  openEnvelope,
  sealEnvelope,
  type Envelope,
} from '../../../src/core/wire/envelope.ts';
import { encodeSignal } from '../../../src/core/wire/signal.ts';
import { roomTopic } from '../../../src/core/wire/topics.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';

const suite = createNobleSuite();
const random = createFakeRandom();
const topic = roomTopic(suite, new Uint8Array(32).fill(1), 20_000);
const NOW = 1_700_000_000_000;

const envelope = (changes: Partial<Envelope> = {}): Envelope => ({
  kind: 1,
  sender: new Uint8Array(16).fill(3),
  target: EVERYBODY,
  counter: 0,
  time: NOW,
  body: new Uint8Array(0),
  ...changes,
});

describe('the envelope', () => {
  it('W-3: an envelope is read back equal, in one of three sizes', () => {
    const body = fc.uint8Array({ maxLength: MAX_ENVELOPE_BODY });
    const law = fc.property(body, fc.integer({ min: 0, max: 255 }), (bytes, kind) => {
      const sent = envelope({ body: bytes, kind });
      const sealed = sealEnvelope(suite, random, topic, sent);
      expect([256, 2048, 5600]).toContain(sealed.length);
      expect(openEnvelope(suite, topic, sealed)).toEqual(ok(sent));
    });
    fc.assert(law, { numRuns: 50 });
    const full = sealEnvelope(
      suite,
      random,
      topic,
      envelope({ body: new Uint8Array(MAX_ENVELOPE_BODY) }),
    );
    expect(full).toHaveLength(5600);
    expect(() =>
      sealEnvelope(suite, random, topic, envelope({ body: new Uint8Array(MAX_ENVELOPE_BODY + 1) })),
    ).toThrow(RangeError);
  });

  it('W-4: the largest envelope fits a frame of 8,192 bytes, also with what a stock server adds', () => {
    const sealed = sealEnvelope(
      suite,
      random,
      topic,
      envelope({ body: new Uint8Array(MAX_ENVELOPE_BODY) }),
    );
    const data = Buffer.from(sealed).toString('base64');
    const frame = encodeSignal({ type: 'publish', topic: topic.name, data });
    expect(frame.length + ',"clients":100000'.length).toBeLessThanOrEqual(8192);
  });

  it('W-5: what was changed, or sealed for another topic or day, does not open', () => {
    const sealed = sealEnvelope(suite, random, topic, envelope());
    const otherDay = roomTopic(suite, new Uint8Array(32).fill(1), 20_001);
    expect(openEnvelope(suite, otherDay, sealed)).toEqual(err('wrong-key'));
    expect(openEnvelope(suite, { ...topic, name: otherDay.name }, sealed)).toEqual(
      err('wrong-key'),
    );
    for (const at of [0, 30, 255]) {
      const changed = sealed.map((byte, i) => (i === at ? byte ^ 1 : byte));
      expect(openEnvelope(suite, topic, changed)).toEqual(err('wrong-key'));
    }
    expect(openEnvelope(suite, topic, sealed.subarray(1))).toEqual(err('wrong-size'));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => !openEnvelope(suite, topic, bytes).ok,
      ),
    );
  });

  it('W-6: an envelope is for everybody or for the one session it names', () => {
    const session = new Uint8Array(16).fill(7);
    expect(isFor(envelope(), session)).toBe(true);
    expect(isFor(envelope({ target: session }), session)).toBe(true);
    expect(isFor(envelope({ target: new Uint8Array(16).fill(8) }), session)).toBe(false);
  });
});

describe('freshness', () => {
  it('W-7: an envelope is taken once, in whatever order a session’s envelopes come', () => {
    const law = fc.property(
      fc.shuffledSubarray(Array.from({ length: 50 }, (_, i) => i)),
      (order) => {
        const freshness = createFreshness();
        for (const counter of order) {
          expect(freshness.admit(envelope({ counter }), NOW).ok).toBe(true);
        }
        for (const counter of order) {
          expect(freshness.admit(envelope({ counter }), NOW)).toEqual(err('replayed'));
        }
      },
    );
    fc.assert(law, { numRuns: 30 });
  });

  it('W-8: with the node’s time known, two minutes are the limit; without, replay alone is', () => {
    const freshness = createFreshness();
    const at = (counter: number, time: number, nodeTime: number | null): boolean =>
      freshness.admit(envelope({ counter, time }), nodeTime).ok;
    expect(at(0, NOW - 119_000, NOW)).toBe(true);
    expect(at(1, NOW + 119_000, NOW)).toBe(true);
    expect(at(2, NOW - 121_000, NOW)).toBe(false);
    expect(at(3, NOW + 121_000, NOW)).toBe(false);
    expect(at(4, 0, NOW)).toBe(false);
    expect(at(5, 0, null)).toBe(true);
    expect(at(6, 1, null)).toBe(true);
    expect(at(6, 1, null)).toBe(false);
  });

  it('W-9: 10,000 recorded envelopes played again are all refused, and memory stays bounded', () => {
    const freshness = createFreshness();
    for (let counter = 0; counter < 10_000; counter++) freshness.admit(envelope({ counter }), NOW);
    for (let counter = 0; counter < 10_000; counter++) {
      expect(freshness.admit(envelope({ counter }), NOW).ok).toBe(false);
    }
  });
});
