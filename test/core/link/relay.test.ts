import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRelayPipe,
  encodeRelayFrame,
  parseRelayFrame,
  type RelayPart,
} from '../../../src/core/link/relay.ts';
import { MAX_ENVELOPE_BODY } from '../../../src/core/wire/envelope.ts';

type Way = { readonly at: number; readonly part: RelayPart };
type Faults = { readonly loss: number; readonly repeat: number; readonly spread: number };

/** Two pipes in steps of 10 ms, with what goes wrong between them decided by `chance`. */
const run = (
  faults: Faults,
  sends: readonly (readonly [number, Uint8Array])[],
  chance: () => number,
) => {
  const pipes = [createRelayPipe(), createRelayPipe()] as const;
  const ways: Way[][] = [[], []];
  const got: Uint8Array[][] = [[], []];
  let now = 0;
  for (const [from, message] of sends) pipes[from as 0 | 1].send(message);
  const post = (to: number, part: RelayPart): void => {
    if (chance() < faults.loss) return;
    ways[to]?.push({ at: now + 10 + chance() * faults.spread, part });
    if (chance() < faults.repeat) post(to, part);
  };
  for (; now < 600_000; now += 10) {
    pipes.forEach((pipe, i) => {
      const due = pipe.due(now);
      const part = due !== null && due <= now ? pipe.frame(now) : null;
      if (part !== null) post(1 - i, part);
    });
    ways.forEach((way, i) => {
      const arrived = way.filter(({ at }) => at <= now);
      ways[i] = way.filter(({ at }) => at > now);
      for (const { part } of arrived) {
        const news = pipes[i as 0 | 1].receive(part, now);
        expect(news.broken).toBe(false);
        got[i]?.push(...news.messages);
      }
    });
    const isQuiet = pipes.every((pipe) => pipe.due(now) === null);
    if (isQuiet && ways.every((way) => way.length === 0)) break;
  }
  return { got, now };
};

const message = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);

describe('the relayed pipe', () => {
  it('L-11: whatever is lost, repeated or overtaken, messages arrive whole, once and in order', () => {
    const sends = fc.array(fc.tuple(fc.nat(1), fc.nat(40_000), fc.nat(255)), { maxLength: 8 });
    const faults = fc.record({
      loss: fc.double({ min: 0, max: 0.3, noNaN: true }),
      repeat: fc.double({ min: 0, max: 0.3, noNaN: true }),
      spread: fc.constantFrom(0, 20, 300),
    });
    const law = fc.property(faults, sends, fc.infiniteStream(fc.nat(999)), (wrong, said, dice) => {
      const chance = (): number => Number(dice.next().value) / 1000;
      const messages = said.map(([from, length, fill]) => [from, message(length, fill)] as const);
      const { got } = run(wrong, messages, chance);
      for (const to of [0, 1]) {
        const expected = messages.filter(([from]) => from !== to).map(([, bytes]) => bytes);
        expect(got[to]?.map((bytes) => [bytes.length, bytes[0]])).toEqual(
          expected.map((bytes) => [bytes.length, bytes[0]]),
        );
      }
    });
    fc.assert(law, { numRuns: 40 });
  });

  it('L-12: an undisturbed pipe repeats nothing and acknowledges at least every 8 chunks', () => {
    const [a, b] = [createRelayPipe(), createRelayPipe()];
    a.send(message(200_000, 1));
    let chunks = 0;
    let answers = 0;
    const messages: Uint8Array[] = [];
    for (let now = 0; now < 5000; now += 10) {
      const part = a.frame(now);
      if (part !== null) {
        chunks += 1;
        messages.push(...b.receive(part, now).messages);
      }
      const answer = b.frame(now);
      if (answer !== null) {
        answers += 1;
        a.receive(answer, now);
      }
    }
    expect(chunks).toBe(Math.ceil(200_000 / 5494));
    expect(answers).toBeLessThan(chunks / 4 + 2);
    expect(messages.map(({ length }) => length)).toEqual([200_000]);
  });

  it('L-13: a sender is told to wait above 256 kB and told when there is room', () => {
    const [a, b] = [createRelayPipe(), createRelayPipe()];
    expect(a.send(message(200_000, 1))).toBe(true);
    expect(a.send(message(100_000, 2))).toBe(false);
    let drained = 0;
    for (let now = 0; now < 5000; now += 10) {
      const part = a.frame(now);
      if (part !== null) b.receive(part, now);
      const answer = b.frame(now);
      if (answer !== null && a.receive(answer, now).drained) drained += 1;
    }
    expect(drained).toBe(1);
    expect(a.send(message(10, 3))).toBe(true);
  });

  it('L-14: an end that acknowledges what was not sent, or never ends a message, is broken', () => {
    const pipe = createRelayPipe();
    expect(pipe.receive({ sequence: 0, acknowledged: 1, chunk: null }, 0).broken).toBe(true);
    const flooded = createRelayPipe();
    let isBroken = false;
    for (let sequence = 0; sequence < 60 && !isBroken; sequence++) {
      const chunk = { bytes: message(5000, 1), isLast: false };
      isBroken = flooded.receive({ sequence, acknowledged: 0, chunk }, 0).broken;
    }
    expect(isBroken).toBe(true);
  });

  it('L-15: frames of the pipe are read back equal and fit an envelope', () => {
    const link = new Uint8Array(8).fill(3);
    const full = { bytes: message(5494, 1), isLast: true };
    for (const chunk of [null, full, { bytes: message(0, 0), isLast: false }]) {
      const frame = { type: 'data' as const, link, part: { sequence: 5, acknowledged: 4, chunk } };
      const encoded = encodeRelayFrame(frame);
      expect(encoded.length).toBeLessThanOrEqual(MAX_ENVELOPE_BODY);
      expect(parseRelayFrame(encoded)).toEqual(frame);
    }
    expect(parseRelayFrame(encodeRelayFrame({ type: 'close', link }))).toEqual({
      type: 'close',
      link,
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        parseRelayFrame(bytes);
      }),
    );
  });
});
