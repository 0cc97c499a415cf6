import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessageKeyReference } from '../../../src/core/keys/message-key.ts';
import {
  announceGeneration,
  createSender,
  encodeSender,
  GENERATION_MESSAGES,
  GENERATION_MS,
  isGenerationDue,
  nextMessageKey,
  parseSender,
} from '../../../src/core/keys/sender.ts';
import { toHex } from '../../vectors/hex.ts';
import {
  announce,
  conversationId,
  kemKeyOf,
  pairWriters,
  send,
  START,
  suite,
} from './two-writers.ts';

describe('sender', () => {
  it('K-4: wants a generation at first, after 50 messages and after a day either way', () => {
    const { alice, bob } = pairWriters('due');
    expect(isGenerationDue(alice.sender, START, [bob.key])).toBe(true);
    announce(alice, bob, START);
    expect(isGenerationDue(alice.sender, START, [bob.key])).toBe(false);
    expect(isGenerationDue(alice.sender, START + GENERATION_MS - 1, [bob.key])).toBe(false);
    expect(isGenerationDue(alice.sender, START + GENERATION_MS, [bob.key])).toBe(true);
    expect(isGenerationDue(alice.sender, START - GENERATION_MS, [bob.key])).toBe(true);
    for (let i = 0; i < GENERATION_MESSAGES; i++) send(alice, bob, START);
    expect(alice.announcements).toHaveLength(1);
    expect(isGenerationDue(alice.sender, START, [bob.key])).toBe(true);
    send(alice, bob, START);
    expect(alice.announcements.map(({ operation }) => operation.firstMessage)).toEqual([0, 50]);
  });

  it('K-5: names each key by its announcement and index, and gives none before the first', () => {
    const { alice, bob } = pairWriters('references');
    expect(() => nextMessageKey(suite, alice.sender)).toThrow();
    const references = Array.from({ length: 52 }, () => send(alice, bob, START).reference);
    const parsed = references.map((reference) => parseMessageKeyReference(reference));
    expect(parsed[49]).toEqual({ ok: true, value: { announcement: 1, index: 49 } });
    expect(parsed[51]).toEqual({ ok: true, value: { announcement: 2, index: 1 } });
    expect(new Set(alice.messages.map(({ key }) => toHex(key))).size).toBe(52);
  });

  it('K-1: numbers the boxes of each recipient from 0 and names whom it could not reach', () => {
    const { alice, bob } = pairWriters('unreached');
    const newcomer = new Uint8Array(32).fill(9);
    const malformed = new Uint8Array(1216).fill(255);
    const input = { conversationId, sender: alice.key, sequence: 4, firstMessage: 0, now: START };
    const withKey = (kemKey: Uint8Array) => ({
      ...input,
      recipients: [
        { writer: newcomer, kemKey: kemKeyOf(bob) },
        { writer: bob.key, kemKey },
      ],
    });
    const none = announceGeneration(suite, alice.random, alice.sender, withKey(malformed));
    expect(none.unreached).toEqual([bob.key]);
    expect(none.operation.boxes).toMatchObject([{ recipient: newcomer, number: 0, mode: 'kept' }]);
    const one = announceGeneration(suite, alice.random, none.state, withKey(kemKeyOf(bob)));
    expect(one.unreached).toEqual([]);
    expect(one.operation.boxes).toMatchObject([
      { recipient: newcomer, number: 1, mode: 'rolling' },
      { recipient: bob.key, number: 0, mode: 'rolling' },
    ]);
    const two = announceGeneration(suite, alice.random, one.state, withKey(kemKeyOf(bob)));
    expect(two.operation.boxes.map(({ number }) => number)).toEqual([2, 1]);
    expect(two.blobs[0]?.hash).toEqual(two.operation.boxes[0]?.hash);
  });

  it('K-14: steps leave the state they were given unchanged', () => {
    const { alice, bob } = pairWriters('unchanged');
    send(alice, bob, START);
    const before = alice.sender;
    const stored = encodeSender(before);
    const again = nextMessageKey(suite, before).key;
    announce(alice, bob, START);
    expect(encodeSender(before)).toEqual(stored);
    expect(nextMessageKey(suite, before).key).toEqual(again);
  });

  it('K-13: is read back equal, and arbitrary bytes are no state', () => {
    const { alice, bob } = pairWriters('stored');
    expect(parseSender(encodeSender(alice.sender))).toEqual({ ok: true, value: alice.sender });
    send(alice, bob, START);
    expect(parseSender(encodeSender(alice.sender))).toEqual({ ok: true, value: alice.sender });
    expect(parseSender(encodeSender(createSender([]))).ok).toBe(true);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const parsed = parseSender(bytes);
        if (parsed.ok && bytes[0] !== 1) expect(encodeSender(parsed.value)).toEqual(bytes);
      }),
    );
  });
});
