import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { MAX_LINK_MESSAGE } from '../../../src/core/link/link.ts';
import { encodeFrame, MAX_BULK, parseFrame, type Frame } from '../../../src/core/wire/frame.ts';
import {
  encodeSignedFrontier,
  isSignedFrontier,
  parseSignedFrontier,
  signFrontier,
} from '../../../src/core/wire/signed-frontier.ts';

const fixed = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.nat({ max: 2 ** 32 - 1 });
const feed = fc.record({
  kind: fc.constantFrom('control' as const, 'message' as const),
  writer: fixed(32),
});
const head = fc.record({ feed, sequence: u32, hash: fixed(32) });
const frames: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    type: fc.constant('frontier' as const),
    heads: fc.array(head, { maxLength: 1 }),
    signed: fc.array(fc.uint8Array(), { maxLength: 8 }),
  }),
  fc.record({
    type: fc.constant('entries' as const),
    feed,
    first: fc.nat(1e6),
    entries: fc.array(fc.uint8Array(), { minLength: 1 }),
  }),
  fc.record({
    type: fc.constant('want' as const),
    feed,
    from: fc.constant(7),
    to: fc.nat(255).map((n) => n + 7),
  }),
  fc.record({
    type: fc.constant('page' as const),
    feed,
    page: fc.nat(2 ** 24 - 1),
    part: fc.nat(3),
    parts: fc.constant(4),
    bytes: fc.uint8Array(),
  }),
  fc.record({
    type: fc.constant('want-blobs' as const),
    hashes: fc.array(fixed(32), { minLength: 1, maxLength: 64 }),
  }),
  fc.record({ type: fc.constant('blob' as const), hash: fixed(32), bytes: fc.uint8Array() }),
  fc.record({
    type: fc.constant('presence' as const),
    attending: fc.boolean(),
    typing: fc.boolean(),
  }),
  fc.constant({ type: 'bye' as const }),
);

describe('frames of a link', () => {
  it('W-11: every frame is read back equal', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(parseFrame(encodeFrame(frame))).toEqual(ok(frame));
      }),
    );
  });

  it('W-12: any bytes are a frame, malformed, or of a type of a later version', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const parsed = parseFrame(bytes);
        return parsed.ok || ['malformed', 'unknown-type'].includes(parsed.error);
      }),
    );
    expect(parseFrame(new Uint8Array(0))).toEqual(err('malformed'));
    expect(parseFrame(new Uint8Array([200, 1, 2]))).toEqual(err('unknown-type'));
  });

  it('W-13: what is over a limit is malformed, and the largest frame fits a link message', () => {
    const name = { kind: 'message' as const, writer: new Uint8Array(32) };
    const malformed: readonly Frame[] = [
      { type: 'want', feed: name, from: 0, to: 256 },
      { type: 'want', feed: name, from: 2, to: 1 },
      { type: 'entries', feed: name, first: 0, entries: [] },
      { type: 'entries', feed: name, first: 0, entries: [new Uint8Array(81_921)] },
      {
        type: 'entries',
        feed: name,
        first: 0,
        entries: [0, 1, 2].map(() => new Uint8Array(80_000)),
      },
      {
        type: 'entries',
        feed: name,
        first: 2 ** 32 - 1,
        entries: [new Uint8Array(1), new Uint8Array(1)],
      },
      { type: 'page', feed: name, page: 0, part: 1, parts: 1, bytes: new Uint8Array(0) },
      { type: 'page', feed: name, page: 0, part: 0, parts: 12, bytes: new Uint8Array(0) },
      { type: 'blob', hash: new Uint8Array(32), bytes: new Uint8Array(MAX_BULK + 1) },
      { type: 'want-blobs', hashes: [] },
    ];
    for (const frame of malformed) expect(parseFrame(encodeFrame(frame))).toEqual(err('malformed'));
    const largest = encodeFrame({
      type: 'blob',
      hash: new Uint8Array(32),
      bytes: new Uint8Array(MAX_BULK),
    });
    expect(largest.length).toBeLessThan(MAX_LINK_MESSAGE);
  });
});

describe('signed frontiers', () => {
  const suite = createNobleSuite();
  const seed = new Uint8Array(32).fill(5);
  const conversation = new Uint8Array(32).fill(6);
  const said = {
    number: 3,
    heads: [
      {
        feed: { kind: 'message' as const, writer: new Uint8Array(32).fill(9) },
        sequence: 4,
        hash: new Uint8Array(32),
      },
      {
        feed: { kind: 'control' as const, writer: new Uint8Array(32).fill(9) },
        sequence: 1,
        hash: new Uint8Array(32),
      },
    ],
    read: [{ writer: new Uint8Array(32).fill(9), length: 4 }],
  };

  it('W-14: a signed frontier is read back equal and counts for its writer, conversation and content alone', () => {
    const frontier = signFrontier(suite, conversation, seed, said);
    expect(frontier.heads.map(({ feed: { kind } }) => kind)).toEqual(['control', 'message']);
    expect(parseSignedFrontier(encodeSignedFrontier(frontier))).toEqual(ok(frontier));
    expect(isSignedFrontier(suite, conversation, frontier)).toBe(true);
    expect(isSignedFrontier(suite, new Uint8Array(32), frontier)).toBe(false);
    expect(isSignedFrontier(suite, conversation, { ...frontier, number: 4 })).toBe(false);
    expect(isSignedFrontier(suite, conversation, { ...frontier, read: [] })).toBe(false);
    expect(isSignedFrontier(suite, conversation, { ...frontier, writer: seed })).toBe(false);
  });
});
