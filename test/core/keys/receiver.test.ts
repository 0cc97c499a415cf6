import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeReceiver,
  noteAnnouncement,
  openWaitingBox,
  parseReceiver,
  takeMessageKey,
} from '../../../src/core/keys/receiver.ts';
import { MAX_SKIPPED_KEYS } from '../../../src/core/keys/receiver-generation.ts';
import { parseMessageKeyReference } from '../../../src/core/keys/message-key.ts';
import { retireKem, noteHeadNamed } from '../../../src/core/keys/kem.ts';
import { toHex } from '../../vectors/hex.ts';
import {
  announce,
  kemKeyOf,
  noteAll,
  open,
  openAll,
  pairWriters,
  placeOf,
  renew,
  send,
  START,
  suite,
  type Message,
  type Writer,
} from './two-writers.ts';

/** Takes the key as the app does, or gives the reason why it cannot. */
const take = (to: Writer, { reference }: Pick<Message, 'reference'>): string | null => {
  const parsed = parseMessageKeyReference(reference);
  if (!parsed.ok) return parsed.error;
  const taken = takeMessageKey(suite, to.receiver, parsed.value);
  if (!taken.ok) return taken.error;
  to.receiver = taken.value.state;
  return toHex(taken.value.key);
};

/** Stores the receiver and reads it back, as between two runs of the app. */
const reload = (writer: Writer): void => {
  const parsed = parseReceiver(encodeReceiver(writer.receiver));
  expect(parsed).toEqual({ ok: true, value: writer.receiver });
  if (parsed.ok) writer.receiver = parsed.value;
};

const sendSome = (name: string, perGeneration: readonly number[]) => {
  const { alice, bob } = pairWriters(name);
  for (const count of perGeneration) {
    announce(alice, bob, START);
    for (let i = 0; i < count; i++) send(alice, bob, START);
  }
  return { alice, bob };
};

describe('receiver', () => {
  const sent = sendSome('any order', [4, 1, 6, 3]);
  const fresh = sent.bob.receiver;
  const boxes = sent.alice.announcements.map((_, i) => ({ kind: 'box' as const, i }));
  const messages = sent.alice.messages.map((_, i) => ({ kind: 'message' as const, i }));
  const deliveries = [...boxes, ...messages];

  it('K-5: agrees with the sender over any order of boxes and messages, reloaded at every step', () => {
    const order = fc.shuffledSubarray(deliveries, { minLength: deliveries.length });
    fc.assert(
      fc.property(order, (delivered) => {
        const { alice, bob } = sent;
        bob.receiver = fresh;
        noteAll(bob, alice);
        const pending = new Set<Message>();
        const settle = (message: Message): void => {
          const taken = take(bob, message);
          if (taken === 'waiting') return void pending.add(message);
          pending.delete(message);
          expect(taken).toBe(toHex(message.key));
          expect(take(bob, message)).toBe('gone');
        };
        for (const { kind, i } of delivered) {
          const [announcement, message] = [alice.announcements[i], alice.messages[i]];
          if (kind === 'message' && message) settle(message);
          if (kind === 'box' && announcement) {
            expect(open(bob, alice, announcement)).toBe('opened');
            for (const waiting of [...pending]) settle(waiting);
          }
          reload(bob);
        }
        expect(pending.size).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('K-5: waits for an announcement or box that is not here yet', () => {
    const { alice, bob } = sendSome('waiting', [1]);
    const [first] = alice.messages;
    const [announcement] = alice.announcements;
    if (!first || !announcement) throw new Error('nothing was sent');
    expect(take(bob, first)).toBe('waiting');
    noteAll(bob, alice);
    expect(take(bob, first)).toBe('waiting');
    expect(open(bob, alice, announcement)).toBe('opened');
    expect(take(bob, first)).toBe(toHex(first.key));
  });

  it('K-5: an announcement without a box for us leaves its messages closed, and no later one', () => {
    const { alice, bob } = sendSome('without', [1, 1]);
    const [first, second] = alice.announcements;
    const [closed, opened] = alice.messages;
    if (!first || !second || !closed || !opened) throw new Error('nothing was sent');
    const boxes = first.operation.boxes.map((box) => ({ ...box, recipient: alice.key }));
    const elsewhere = { firstMessage: 0, boxes };
    bob.receiver = noteAnnouncement(bob.receiver, bob.key, first.sequence, elsewhere, START);
    expect(take(bob, closed)).toBe('gone');
    noteAll(bob, alice);
    expect(open(bob, alice, second)).toBe('opened');
    expect(take(bob, opened)).toBe(toHex(opened.key));
  });

  it('K-7: a box opens once; another blob or an unknown announcement changes nothing', () => {
    const { alice, bob } = sendSome('once', [1, 1]);
    const [first, second] = alice.announcements;
    if (!first || !second) throw new Error('nothing was announced');
    expect(open(bob, alice, first)).toBe('not-waiting');
    noteAll(bob, alice);
    const before = encodeReceiver(bob.receiver);
    expect(open(bob, alice, { ...first, blob: second.blob })).toBe('other-blob');
    expect(encodeReceiver(bob.receiver)).toEqual(before);
    expect(open(bob, alice, first)).toBe('opened');
    expect(open(bob, alice, first)).toBe('not-waiting');
    noteAll(bob, alice);
    expect(open(bob, alice, first)).toBe('not-waiting');
  });

  it('K-7: a stale box announced once more is given up, and the next one opens', () => {
    const { alice, bob } = sendSome('stale', [1, 1]);
    const [first, second] = alice.announcements;
    if (!first || !second) throw new Error('nothing was announced');
    openAll(bob, alice);
    bob.receiver = noteAnnouncement(bob.receiver, bob.key, 70, first.operation, START);
    expect(open(bob, alice, { ...first, sequence: 70 })).toBe('unopenable');
    alice.controlLength = 71;
    announce(alice, bob, START);
    const last = alice.announcements.at(-1);
    noteAll(bob, alice);
    expect(last && open(bob, alice, last)).toBe('opened');
  });

  it('K-7: a box for a KEM key that is not ours is given up alone', () => {
    const { alice, bob } = pairWriters('wrong key');
    send(alice, bob, START, kemKeyOf(alice));
    announce(alice, bob, START);
    send(alice, bob, START);
    expect(openAll(bob, alice)).toEqual(['unopenable', 'opened']);
    const [closed, opened] = alice.messages;
    expect(closed && take(bob, closed)).toBe('gone');
    expect(opened && take(bob, opened)).toBe(toHex(opened?.key));
  });

  it('K-9: a box for a KEM key that was erased is given up; one that was awaited opens', () => {
    const { alice, bob } = pairWriters('erased key');
    send(alice, bob, START);
    noteAll(bob, alice);
    renew(bob, START);
    const known = noteHeadNamed(bob.kem, alice.key, bob.controlLength);
    const awaited = bob.receiver.waiting.map(({ kemKeyId }) => kemKeyId);
    const [announcement] = alice.announcements;
    const [kept, erased] = [awaited, []].map((ids) => retireKem(known, [alice.key], ids));
    if (!announcement || !kept || !erased) throw new Error('nothing was announced');
    const { sequence, blob } = announcement;
    const outcomeWith = (kem: typeof known): string =>
      openWaitingBox(suite, bob.receiver, kem, placeOf(bob, alice), sequence, blob).outcome;
    expect(outcomeWith(kept)).toBe('opened');
    expect(outcomeWith(erased)).toBe('unopenable');
  });

  it('K-2: a box too far ahead waits and changes nothing', () => {
    const { alice, bob } = sendSome('far', [1]);
    const [announcement] = alice.announcements;
    const [box] = announcement?.operation.boxes ?? [];
    if (!announcement || !box) throw new Error('nothing was announced');
    const far = { firstMessage: 0, boxes: [{ ...box, number: 1_001 }] };
    bob.receiver = noteAnnouncement(bob.receiver, bob.key, announcement.sequence, far, START);
    const before = encodeReceiver(bob.receiver);
    expect(open(bob, alice, announcement)).toBe('too-far');
    expect(encodeReceiver(bob.receiver)).toEqual(before);
  });

  it('K-16: keeps at most 1,000 skipped keys of a generation', () => {
    const { alice, bob } = sendSome('skip', [1]);
    openAll(bob, alice);
    const at = (index: number) => takeMessageKey(suite, bob.receiver, { announcement: 1, index });
    expect(at(MAX_SKIPPED_KEYS + 1)).toEqual({ ok: false, error: 'too-far' });
    const jumped = at(MAX_SKIPPED_KEYS);
    if (!jumped.ok) throw new Error(jumped.error);
    bob.receiver = jumped.value.state;
    expect(at(MAX_SKIPPED_KEYS + 1).ok).toBe(true);
    expect(at(MAX_SKIPPED_KEYS + 2)).toEqual({ ok: false, error: 'too-far' });
    const [first] = alice.messages;
    expect(first && take(bob, first)).toBe(toHex(first?.key));
    reload(bob);
  });

  it('K-15: forgets a generation that is read to its end once a newer one is read from', () => {
    const { alice, bob } = sendSome('finished', [2, 2, 1]);
    openAll(bob, alice);
    const sequences = () => bob.receiver.generations.map(({ sequence }) => sequence);
    const takeNumber = (i: number) => take(bob, alice.messages[i] ?? { reference: bob.key });
    takeNumber(1);
    takeNumber(2);
    expect(sequences()).toEqual([1, 2, 3]);
    takeNumber(0);
    expect(sequences()).toEqual([2, 3]);
    takeNumber(3);
    expect(sequences()).toEqual([2, 3]);
    takeNumber(4);
    expect(sequences()).toEqual([3]);
  });

  it('K-15: forgets it too when its end becomes known last', () => {
    const { alice, bob } = sendSome('end last', [1]);
    openAll(bob, alice);
    for (const message of alice.messages) take(bob, message);
    announce(alice, bob, START);
    const late = send(alice, bob, START);
    openAll(bob, alice);
    expect(take(bob, late)).toBe(toHex(late.key));
    expect(bob.receiver.generations).toHaveLength(1);
  });

  it('K-14: steps leave the state they were given unchanged', () => {
    const { alice, bob } = sendSome('kept', [5, 2]);
    const empty = bob.receiver;
    const stored = encodeReceiver(empty);
    openAll(bob, alice);
    const opened = bob.receiver;
    const storedOpened = encodeReceiver(opened);
    for (const message of [...alice.messages].reverse()) take(bob, message);
    expect(encodeReceiver(empty)).toEqual(stored);
    expect(encodeReceiver(opened)).toEqual(storedOpened);
    bob.receiver = opened;
    for (const message of alice.messages) expect(take(bob, message)).toBe(toHex(message.key));
  });

  it('K-13: arbitrary bytes are no state', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const parsed = parseReceiver(Uint8Array.of(2, ...bytes));
        if (parsed.ok) expect(encodeReceiver(parsed.value)).toEqual(Uint8Array.of(2, ...bytes));
      }),
    );
    const stored = encodeReceiver(sendSome('version', []).bob.receiver);
    expect(parseReceiver(stored).ok).toBe(true);
    expect(parseReceiver(Uint8Array.of(3, ...stored.slice(1))).ok).toBe(false);
  });
});
