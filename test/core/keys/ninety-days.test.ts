/** Two devices write for 90 days and hear nothing from each other; then they meet. */
import { describe, expect, it } from 'vitest';
import {
  encodeKem,
  isKemRenewalDue,
  noteBoxedTo,
  noteHeadNamed,
  parseKem,
  retireKem,
} from '../../../src/core/keys/kem.ts';
import { parseMessageKeyReference } from '../../../src/core/keys/message-key.ts';
import {
  awaitedKemKeys,
  encodeReceiver,
  parseReceiver,
  takeMessageKey,
} from '../../../src/core/keys/receiver.ts';
import { toHex } from '../../vectors/hex.ts';
import {
  DAY,
  kemKeyOf,
  noteAll,
  open,
  pairWriters,
  renew,
  send,
  START,
  suite,
  type Writer,
} from './two-writers.ts';

const DAYS = 90;
const MESSAGES = 1_000;

/** Writes for all the days; each box goes to the key of the other's certificate, the only one known. */
const writeAlone = (writer: Writer, other: Writer, certified: Uint8Array): void => {
  for (let sent = 0; sent < MESSAGES; sent++) {
    const now = START + Math.floor((sent * DAYS * DAY) / MESSAGES);
    if (isKemRenewalDue(writer.kem, now)) renew(writer, now);
    send(writer, other, now, certified);
  }
};

const readAll = (to: Writer, from: Writer): readonly string[] =>
  from.messages.map(({ reference }) => {
    const parsed = parseMessageKeyReference(reference);
    if (!parsed.ok) return parsed.error;
    const taken = takeMessageKey(suite, to.receiver, parsed.value);
    if (!taken.ok) return taken.error;
    to.receiver = taken.value.state;
    return toHex(taken.value.key) ?? '';
  });

/** What `to` learns of its own keys from the control feed of `from`, and forgets for it. */
const retire = (to: Writer, from: Writer): void => {
  for (const { operation } of from.announcements) {
    for (const { kemKeyId } of operation.boxes) to.kem = noteBoxedTo(to.kem, from.key, kemKeyId);
  }
  to.kem = retireKem(to.kem, [from.key], awaitedKemKeys(to.receiver));
};

const meet = (to: Writer, from: Writer): void => {
  noteAll(to, from);
  retire(to, from);
  const newestFirst = [...from.announcements].reverse();
  const outcomes = newestFirst.map((announcement) => open(to, from, announcement));
  expect(new Set(outcomes)).toEqual(new Set(['opened']));
  retire(to, from);
  expect(readAll(to, from)).toEqual(from.messages.map(({ key }) => toHex(key)));
};

describe('90 days apart', () => {
  const { alice, bob } = pairWriters('apart');
  const certified = { alice: kemKeyOf(alice), bob: kemKeyOf(bob) };
  writeAlone(alice, bob, certified.bob);
  writeAlone(bob, alice, certified.alice);

  it('K-10: 1,000 messages of each side open on the other, boxes newest first', () => {
    for (const { announcements, kem } of [alice, bob]) {
      expect(announcements.length).toBeGreaterThanOrEqual(80);
      expect(kem.keys.length).toBeGreaterThanOrEqual(80);
    }
    meet(bob, alice);
    meet(alice, bob);
  });

  it('K-9: after the meeting each keeps its newest KEM key once the other names its head', () => {
    for (const [to, from] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      expect(to.kem.keys.length).toBeGreaterThanOrEqual(80);
      const named = noteHeadNamed(to.kem, from.key, to.controlLength - 1);
      expect(retireKem(named, [from.key], awaitedKemKeys(to.receiver)).keys).toHaveLength(1);
    }
  });

  it('K-13, K-15: what is left is small and read back equal', () => {
    for (const { receiver, kem } of [alice, bob]) {
      expect(receiver.generations).toHaveLength(1);
      expect(receiver.rolling?.skipped).toEqual([]);
      expect(parseReceiver(encodeReceiver(receiver))).toEqual({ ok: true, value: receiver });
      expect(parseKem(encodeKem(kem))).toEqual({ ok: true, value: kem });
    }
  });
});
