/** Records on disk are read in one way only, and every kind comes back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInviter } from '../../../src/core/pairing/inviter.ts';
import { createClaimant } from '../../../src/core/pairing/claimant.ts';
import { drawOurselves } from '../../../src/core/pairing/schedule.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  encodePairingRecord,
  parsePairingRecord,
  type PairingRecord,
} from '../../../src/app/pairings/record.ts';

const suite = createNobleSuite();
const random = createFakeRandom(3);
const ourselves = drawOurselves(random, 'Alice');
const inviter = createInviter(suite, random, ourselves, 1_700_000_040_000, '');
const claimant = createClaimant(inviter.invitation, ourselves);
const [created, expires] = [1_700_000_000_000, 1_700_000_040_000];

const records: readonly PairingRecord[] = [
  { kind: 'inviting', created, node: '', state: inviter },
  { kind: 'accepting', created, node: 'node.example:8443', state: claimant },
  { kind: 'closed', created, why: 'raced', own: true, name: 'Alice', expires },
  { kind: 'known', expires },
  { kind: 'farewell', node: '', secret: random(32), claim: random(32), expires },
];

describe('the record of a pairing', () => {
  it('P-11: every kind is read back equal', () => {
    for (const record of records) {
      expect(parsePairingRecord(encodePairingRecord(record))).toEqual(ok(record));
    }
  });

  it('P-11: other bytes are refused or have no second spelling', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...records.map(encodePairingRecord)), fc.nat(), fc.nat(255))
      .map(([bytes, at, byte]) => bytes.map((each, i) => (i === at % bytes.length ? byte : each)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged), (bytes) => {
        const parsed = parsePairingRecord(bytes);
        if (parsed.ok) expect(encodePairingRecord(parsed.value)).toEqual(bytes);
      }),
    );
  });
});
