/** Frames and kept states are read in one way, within limits, whatever the bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/bytes/result.ts';
import {
  encodePairingFrame,
  NO_CLAIM,
  PAIRING_KINDS,
  parsePairingFrame,
  type PairingFrame,
} from '../../../src/core/pairing/frames.ts';
import {
  encodeClaimantState,
  encodeInviterState,
  parseClaimantState,
  parseInviterState,
} from '../../../src/core/pairing/state-codec.ts';
import { createAlice, createBob, only, pair } from './pairing-fixture.ts';

const alice = createAlice();
const bob = createBob(alice.invitation);
const waiting = encodeInviterState(alice.state);
const claiming = encodeClaimantState(bob.state);
const handshake = pair(alice, bob);
const completed = encodeInviterState(alice.state);
const confirming = encodeClaimantState(bob.state);
const used = only(alice.hear(only(createBob(alice.invitation, 9).repeat(), 'claim')), 'used');
const raced = (() => {
  const racer = createAlice(5);
  racer.hear(only(createBob(racer.invitation, 6).repeat(), 'claim'));
  return { voided: racer.hear(only(createBob(racer.invitation, 7).repeat(), 'claim')), racer };
})();

const frames: readonly PairingFrame[] = [
  ...Object.values(handshake),
  used,
  only(raced.voided, 'voided'),
  { kind: 'declined', claim: NO_CLAIM },
  { kind: 'present' },
];

const damaged = (originals: readonly Uint8Array[]) =>
  fc
    .tuple(fc.constantFrom(...originals), fc.nat(), fc.nat(255), fc.nat(3))
    .map(([original, at, byte, cut]) => {
      const bytes = original.slice(0, Math.max(original.length - cut, 0));
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });

describe('pairing frames', () => {
  it('P-2: each is read back equal, and there is one of every kind', () => {
    for (const frame of frames) {
      const { kind, body } = encodePairingFrame(frame);
      expect(parsePairingFrame(kind, body)).toEqual(ok(frame));
    }
    expect(new Set(frames.map(({ kind }) => kind)).size).toBe(Object.keys(PAIRING_KINDS).length);
  });

  it('P-2: any other bytes are refused or have no second spelling', () => {
    const kinds = fc.integer({ min: 0, max: 255 });
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      damaged(frames.map((frame) => encodePairingFrame(frame).body)),
    );
    fc.assert(
      fc.property(kinds, bodies, (kind, body) => {
        const parsed = parsePairingFrame(kind, body);
        if (parsed.ok) expect(encodePairingFrame(parsed.value)).toEqual({ kind, body });
      }),
    );
  });
});

describe('kept states', () => {
  it('P-11: damaged ones are refused or read as what they say, and nothing throws', () => {
    const inviters = [waiting, completed, encodeInviterState(raced.racer.state)];
    fc.assert(
      fc.property(damaged(inviters), (bytes) => {
        const parsed = parseInviterState(bytes);
        if (parsed.ok) expect(encodeInviterState(parsed.value)).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(damaged([claiming, confirming]), (bytes) => {
        const parsed = parseClaimantState(bytes);
        if (parsed.ok) expect(encodeClaimantState(parsed.value)).toEqual(bytes);
      }),
    );
  });
});
