/** Two writers who have paired, for the tests of keys: each with its sender, receiver and KEM states. */

import type { Random } from '../../../src/core/crypto/suite.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createKem, findKemKey, renewKem, type KemState } from '../../../src/core/keys/kem.ts';
import {
  createReceiver,
  noteAnnouncement,
  openWaitingBox,
  type BoxOutcome,
  type ReceiverPlace,
  type ReceiverState,
} from '../../../src/core/keys/receiver.ts';
import { startRollingReceiver, startRollingSender } from '../../../src/core/keys/rolling.ts';
import {
  announceGeneration,
  createSender,
  isGenerationDue,
  nextMessageKey,
  type AnnounceOperation,
  type SenderState,
} from '../../../src/core/keys/sender.ts';
import { createTestRandom } from '../crypto/test-random.ts';

export const suite = createNobleSuite();
export const DAY = 24 * 60 * 60 * 1000;
export const START = Date.UTC(2026, 0, 1);

/** What a writer put into its feeds, as the other will meet it. */
export type Announcement = {
  readonly sequence: number;
  readonly operation: AnnounceOperation;
  readonly blob: Uint8Array;
};
export type Message = { readonly reference: Uint8Array; readonly key: Uint8Array };

export type Writer = {
  readonly key: Uint8Array;
  readonly random: Random;
  sender: SenderState;
  receiver: ReceiverState;
  kem: KemState;
  controlLength: number;
  readonly announcements: Announcement[];
  readonly messages: Message[];
};

export const conversationId = new Uint8Array(32).fill(0xc0);

export const pairWriters = (name: string): { readonly alice: Writer; readonly bob: Writer } => {
  const random = createTestRandom(suite, name);
  const pairingKey = random(32);
  const [aliceKey, bobKey] = [random(32), random(32)];
  const writer = (self: Uint8Array, other: Uint8Array): Writer => ({
    key: self,
    random,
    sender: createSender([
      { recipient: other, rolling: startRollingSender(suite, pairingKey, self, other) },
    ]),
    receiver: createReceiver(startRollingReceiver(suite, pairingKey, other, self)),
    kem: createKem(suite, random(32), START),
    controlLength: 1,
    announcements: [],
    messages: [],
  });
  return { alice: writer(aliceKey, bobKey), bob: writer(bobKey, aliceKey) };
};

/** The public key of `writer` that was made `age` renewals ago. */
export const kemKeyOf = (writer: Writer, age = 0): Uint8Array =>
  suite.kemPublicKey(writer.kem.keys[age]?.seed ?? new Uint8Array(32));

export const announce = (from: Writer, to: Writer, now: number, kemKey = kemKeyOf(to)): void => {
  const made = announceGeneration(suite, from.random, from.sender, {
    conversationId,
    sender: from.key,
    sequence: from.controlLength,
    firstMessage: from.messages.length,
    now,
    recipients: [{ writer: to.key, kemKey }],
  });
  from.sender = made.state;
  from.announcements.push({
    sequence: from.controlLength++,
    operation: made.operation,
    blob: made.blobs[0]?.bytes ?? new Uint8Array(),
  });
};

/** Sends one message, in a new generation when one is due. */
export const send = (from: Writer, to: Writer, now: number, kemKey?: Uint8Array): Message => {
  if (isGenerationDue(from.sender, now, [to.key])) announce(from, to, now, kemKey);
  const { key, reference, state } = nextMessageKey(suite, from.sender);
  from.sender = state;
  const message = { key, reference };
  from.messages.push(message);
  return message;
};

export const renew = (writer: Writer, now: number): void => {
  const renewal = { seed: writer.random(32), now, sequence: writer.controlLength++ };
  writer.kem = renewKem(suite, writer.kem, renewal).state;
};

/** `to` reads the announcements of `from` in its control feed; the boxes are not opened yet. */
export const noteAll = (to: Writer, from: Writer): void => {
  for (const { sequence, operation } of from.announcements) {
    to.receiver = noteAnnouncement(to.receiver, to.key, sequence, operation, START);
  }
};

export const placeOf = (to: Writer, from: Writer): ReceiverPlace => ({
  conversationId,
  sender: from.key,
  recipient: to.key,
});

export const open = (to: Writer, from: Writer, { sequence, blob }: Announcement): BoxOutcome => {
  const place = placeOf(to, from);
  const opened = openWaitingBox(suite, to.receiver, to.kem, place, sequence, blob);
  to.receiver = opened.state;
  return opened.outcome;
};

export const openAll = (to: Writer, from: Writer): readonly BoxOutcome[] => {
  noteAll(to, from);
  return from.announcements.map((announcement) => open(to, from, announcement));
};

export const containsBytes = (state: Uint8Array, secret: Uint8Array): boolean =>
  windowsOf(state).some((window) => secret.every((byte, i) => byte === window[i]));

/** Every 32 bytes in a row that a thief of `state` could try as a secret. */
export const windowsOf = (state: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.max(0, state.length - 31) }, (_, i) => state.subarray(i, i + 32));

export const seedOf = (writer: Writer, id: Uint8Array): Uint8Array | undefined =>
  findKemKey(writer.kem, id)?.seed;
