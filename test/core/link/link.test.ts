import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { HandshakeConfig } from '../../../src/core/link/handshake.ts';
import {
  MAX_LINK_MESSAGE,
  startLink,
  stepLink,
  type LinkInput,
  type LinkOutput,
  type LinkState,
} from '../../../src/core/link/link.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';

const suite = createNobleSuite();
const random = createFakeRandom(3);
const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const writerOf = (seed: Uint8Array): Uint8Array => suite.signingPublicKey(seed);

class End {
  state: LinkState;
  readonly outputs: LinkOutput[] = [];
  readonly config: HandshakeConfig;
  constructor(role: 'initiator' | 'responder', changes: Partial<HandshakeConfig> = {}) {
    const [own, peer] = role === 'initiator' ? [fill(1), fill(2)] : [fill(2), fill(1)];
    this.config = {
      role,
      conversationId: fill(8),
      roomSecret: fill(9),
      binding: fill(7),
      seed: own,
      isKnownWriter: (writer) => equalBytes(writer, writerOf(peer)),
      ...changes,
    };
    const step = startLink(suite, this.config, random(32));
    this.state = step.state;
    this.outputs.push(...step.outputs);
  }
  input(input: LinkInput): void {
    const step = stepLink(suite, this.config, this.state, input);
    this.state = step.state;
    this.outputs.push(...step.outputs);
  }
  /** Takes what is to be sent. */
  take(): readonly Uint8Array[] {
    const sent = this.outputs.flatMap((output) => (output.type === 'send' ? [output.bytes] : []));
    const rest = this.outputs.filter((output) => output.type !== 'send');
    this.outputs.splice(0, this.outputs.length, ...rest);
    return sent;
  }
}

const carry = (from: End, to: End): void => {
  for (const bytes of from.take()) to.input({ type: 'received', bytes });
};

const meet = (a: End, b: End): void => {
  for (let i = 0; i < 3; i++) {
    carry(a, b);
    carry(b, a);
  }
};

const closing = (end: End): string | undefined =>
  end.outputs.flatMap((output) => (output.type === 'close' ? [output.reason] : []))[0];

const both = (a: Partial<HandshakeConfig> = {}, b: Partial<HandshakeConfig> = {}): [End, End] => {
  const ends: [End, End] = [new End('initiator', a), new End('responder', b)];
  meet(...ends);
  return ends;
};

const say = (from: End, text: string): void =>
  from.input({ type: 'send', message: new TextEncoder().encode(text) });

const heard = (end: End): readonly string[] =>
  end.outputs.flatMap((output) =>
    output.type === 'message' ? [new TextDecoder().decode(output.message)] : [],
  );

describe('the link', () => {
  it('L-1: two writers who share a room secret prove themselves in three messages and talk', () => {
    const [a, b] = both();
    const hereKey = expect.any(Uint8Array) as Uint8Array;
    expect(a.outputs).toEqual([{ type: 'open', peer: writerOf(fill(2)), hereKey }]);
    expect(b.outputs).toEqual([{ type: 'open', peer: writerOf(fill(1)), hereKey }]);
    for (let i = 0; i < 5; i++) {
      say(a, `a${i}`);
      say(b, `b${i}`);
    }
    carry(a, b);
    carry(b, a);
    expect(heard(b)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(heard(a)).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
  });

  it('L-2: a pipe whose ends do not see the same ends is refused (splice)', () => {
    const [a, b] = both({ binding: fill(6) });
    expect(closing(a)).toBe('not-authentic');
    expect(b.state.phase).toBe('proving');
  });

  it('L-3: without the room secret, or for another conversation, nobody gets in', () => {
    for (const wrong of [{ roomSecret: fill(1) }, { conversationId: fill(1) }]) {
      const [a, b] = both(wrong);
      expect(closing(a)).toBe('not-authentic');
      expect(b.outputs).toEqual([]);
    }
  });

  it('L-4: a writer who is not known is refused by either side', () => {
    const [a] = both({}, { seed: fill(3) });
    expect(closing(a)).toBe('unknown-writer');
    const [, b] = both({ seed: fill(3) });
    expect(closing(b)).toBe('unknown-writer');
    const [own] = both({}, { seed: fill(1) });
    expect(closing(own)).toBe('own-writer');
  });

  it('L-5: any changed byte of the handshake ends it', () => {
    for (let message = 0; message < 3; message++) {
      for (const at of [0, 1, 20, 40, 90, 128, 140]) {
        const [a, b] = [new End('initiator'), new End('responder')];
        const ends = [a, b] as const;
        for (let i = 0; i < 3; i++) {
          const [from, to] = i % 2 === 0 ? ends : [ends[1], ends[0]];
          for (const bytes of from.take()) {
            const changed = bytes.map((byte, n) => (i === message && n === at ? byte ^ 1 : byte));
            to.input({ type: 'received', bytes: changed });
          }
        }
        const sizes = [33, 145, 112];
        if (at >= (sizes[message] ?? 0)) continue;
        expect([closing(a), closing(b)].filter(Boolean).length).toBe(1);
      }
    }
  });

  it('L-6: a recorded handshake played again proves nothing', () => {
    const [a, recordedBy] = [new End('initiator'), new End('responder')];
    const first = a.take();
    for (const bytes of first) recordedBy.input({ type: 'received', bytes });
    carry(recordedBy, a);
    const third = a.take();
    const victim = new End('responder');
    for (const bytes of [...first, ...third]) victim.input({ type: 'received', bytes });
    expect(closing(victim)).toBe('not-authentic');
  });

  it('L-7: a lost, repeated, swapped, changed or reflected message closes the link', () => {
    const faults: ((sent: readonly Uint8Array[]) => readonly Uint8Array[])[] = [
      ([, second]) => (second ? [second] : []),
      ([first]) => (first ? [first, first] : []),
      ([first, second]) => (first && second ? [second, first] : []),
      ([first]) => (first ? [first.map((byte, i) => (i === 3 ? byte ^ 1 : byte))] : []),
    ];
    for (const fault of faults) {
      const [a, b] = both();
      say(a, 'one');
      say(a, 'two');
      for (const bytes of fault(a.take())) b.input({ type: 'received', bytes });
      expect(closing(b)).toBe('broken');
      expect(b.state.phase).toBe('closed');
    }
    const [a] = both();
    say(a, 'one');
    for (const bytes of a.take()) a.input({ type: 'received', bytes });
    expect(closing(a)).toBe('broken');
  });

  it('L-8: a message has at most 262,127 bytes; a longer pipe message closes the link', () => {
    const [a, b] = both();
    a.input({ type: 'send', message: new Uint8Array(MAX_LINK_MESSAGE) });
    carry(a, b);
    expect(b.outputs.at(-1)?.type).toBe('message');
    expect(() => a.input({ type: 'send', message: new Uint8Array(MAX_LINK_MESSAGE + 1) })).toThrow(
      RangeError,
    );
    b.input({ type: 'received', bytes: new Uint8Array(256 * 1024 + 1) });
    expect(closing(b)).toBe('too-long');
  });

  it('L-9: a pulse carries attention and digest', () => {
    const [a, b] = both();
    const pulse = { attending: true, asks: true, rests: true, digest: fill(4) };
    a.input({ type: 'pulse', pulse });
    carry(a, b);
    expect(b.outputs.at(-1)).toEqual({ type: 'pulse', pulse });
  });
});
