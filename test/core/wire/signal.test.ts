import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_SIGNAL_BYTES,
  MAX_SIGNAL_DEPTH,
  encodeSignal,
  encodeTopicFrames,
  isTopic,
  parseSignal,
  signalBytes,
} from '../../../src/core/wire/signal.ts';
import type { Json, Signal } from '../../../src/core/wire/signal.ts';

const topic = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).filter(isTopic);
const topics = fc.array(topic, { maxLength: 20 });
const data = fc.jsonValue({ maxDepth: 4, depthSize: 'small' }).filter((value) => {
  return JSON.stringify(value).length < 4000;
});
const signal: fc.Arbitrary<Signal> = fc.oneof(
  topics.map((names): Signal => ({ type: 'subscribe', topics: names })),
  topics.map((names): Signal => ({ type: 'unsubscribe', topics: names })),
  fc.tuple(topic, data).map(([name, value]): Signal => {
    // Through JSON once: it has no -0, and a key __proto__ is an own key there.
    return { type: 'publish', topic: name, data: JSON.parse(JSON.stringify(value)) as Json };
  }),
  fc.constant<Signal>({ type: 'ping' }),
  fc.constant<Signal>({ type: 'pong' }),
  fc.nat().map((time): Signal => ({ type: 'pong', time })),
);

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const publish = (text: string) => parseSignal(`{"type":"publish","topic":"t","data":${text}}`);

describe('signalling frames', () => {
  it('W-101: what is written is read back equal', () => {
    fc.assert(
      fc.property(signal, (frame) => {
        expect(parseSignal(encodeSignal(frame))).toEqual({ ok: true, value: frame });
      }),
    );
  });

  it('W-102: no text makes the reading throw, and what is accepted can be written and read again', () => {
    const near = fc
      .record({
        type: fc.constantFrom('subscribe', 'unsubscribe', 'publish', 'ping', 'pong', 'x', null),
        topics: fc.oneof(fc.anything(), topics),
        topic: fc.oneof(fc.anything(), topic),
        data: fc.jsonValue(),
        time: fc.anything(),
      })
      .map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '{}';
        }
      });
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), near);
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseSignal(text);
        if (!parsed.ok) return;
        const written = encodeSignal(parsed.value);
        if (written.length > MAX_SIGNAL_BYTES) return;
        const again = parseSignal(written);
        expect(again.ok && encodeSignal(again.value)).toBe(written);
      }),
      { numRuns: 500 },
    );
  });

  it('W-103: a frame longer than 8,192 is refused before it is read', () => {
    expect(parseSignal(' '.repeat(MAX_SIGNAL_BYTES - 15) + '{"type":"ping"}').ok).toBe(true);
    expect(parseSignal(' '.repeat(MAX_SIGNAL_BYTES - 14) + '{"type":"ping"}')).toEqual({
      ok: false,
      error: 'too-long',
    });
  });

  it('W-104: a topic has 1 to 128 code units and no lone surrogate', () => {
    for (const good of ['a', 'x'.repeat(128), '🍇', '__proto__', ' '])
      expect(isTopic(good)).toBe(true);
    for (const bad of ['', 'x'.repeat(129), '\ud83c', '\udf47\ud83c', 7, null, undefined, ['a']])
      expect(isTopic(bad)).toBe(false);
  });

  it('W-105: what a publish carries is at most 16 deep and survives being written anew', () => {
    expect(publish(nested(MAX_SIGNAL_DEPTH)).ok).toBe(true);
    expect(publish(nested(MAX_SIGNAL_DEPTH + 1))).toEqual({ ok: false, error: 'bad-data' });
    expect(publish('1e999')).toEqual({ ok: false, error: 'bad-data' });
    expect(parseSignal('{"type":"publish","topic":"t"}')).toEqual({ ok: false, error: 'bad-data' });
  });

  it('W-106: unknown fields are dropped, an unknown type is told apart from a malformed frame', () => {
    expect(
      parseSignal('{"type":"publish","topic":"t","data":1,"clients":2,"__proto__":{"x":1}}'),
    ).toEqual({ ok: true, value: { type: 'publish', topic: 't', data: 1 } });
    expect(parseSignal('{"type":"later"}')).toEqual({ ok: false, error: 'unknown-type' });
    expect(parseSignal('[]')).toEqual({ ok: false, error: 'not-an-object' });
    expect(parseSignal('{"type":"pong","time":-1}')).toEqual({ ok: false, error: 'bad-time' });
  });

  it('W-107: topics are split over frames that each fit, in order and none lost', () => {
    expect(encodeTopicFrames('subscribe', [])).toEqual([]);
    expect(() => encodeTopicFrames('subscribe', [''])).toThrow();
    const name = fc.string({ minLength: 1, maxLength: 128, unit: 'binary' }).filter(isTopic);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 300, size: 'max' }), (names) => {
        const frames = encodeTopicFrames('unsubscribe', names);
        const read = frames.flatMap((frame) => {
          expect(signalBytes(frame)).toBeLessThanOrEqual(MAX_SIGNAL_BYTES);
          const parsed = parseSignal(frame);
          return parsed.ok && parsed.value.type === 'unsubscribe' ? parsed.value.topics : [];
        });
        expect(read).toEqual(names);
      }),
      { numRuns: 30 },
    );
  });

  it('W-107: the length in bytes is that of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(signalBytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });
});
