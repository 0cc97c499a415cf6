/** What one link can make a device do. */
import { describe, expect, it } from 'vitest';
import type { GossipInput } from '../../../src/core/gossip/exchange.ts';
import { createGossip, stepGossip } from '../../../src/core/gossip/gossip.ts';
import { encodeFrame, type Frame } from '../../../src/core/wire/frame.ts';
import { allFeeds, config, entry, feed } from './device.ts';

const ID = feed(1);
const LINK = 'mallory';

/** A device that holds 100 entries of a feed; what it puts out, by type. */
const createVictim = () => {
  let state = createGossip();
  const input = (given: GossipInput) => {
    const step = stepGossip(config, state, given);
    state = step.state;
    return step.outputs;
  };
  input({ type: 'known', feeds: allFeeds });
  input({ type: 'held', heads: [{ feed: ID, sequence: 99, hash: new Uint8Array(32) }] });
  input({ type: 'up', link: LINK });
  return {
    input,
    hear: (frame: Frame) => input({ type: 'message', link: LINK, bytes: encodeFrame(frame) }),
  };
};

const count = (outputs: readonly { type: string }[], type: string): number =>
  outputs.filter((output) => output.type === type).length;

const times = <T>(n: number, make: (i: number) => readonly T[]): readonly T[] =>
  Array.from({ length: n }, (_, i) => make(i)).flat();

describe('floods on a link', () => {
  it('G-17: of runs that a link asks for, four are read at a time and four wait; answers make room', () => {
    const victim = createVictim();
    const want = { type: 'want', feed: ID, from: 0, to: 99 } as const;
    expect(
      count(
        times(1000, () => victim.hear(want)),
        'read',
      ),
    ).toBe(4);
    const run = { type: 'run', link: LINK, feed: ID, first: 0, entries: [entry(ID, 0)] } as const;
    expect(
      count(
        times(20, () => victim.input(run)),
        'read',
      ),
    ).toBe(4);
    expect(count(victim.hear(want), 'read')).toBe(1);
  });

  it('G-17: a read that nobody answers holds up the link for one tick', () => {
    const victim = createVictim();
    const want = { type: 'want', feed: ID, from: 0, to: 99 } as const;
    times(8, () => victim.hear(want));
    expect(count(victim.input({ type: 'tick' }), 'read')).toBe(4);
  });

  it('G-18: a link is given at most 512 blobs between two ticks', () => {
    const victim = createVictim();
    const hashes = Array.from({ length: 64 }, (_, i) => new Uint8Array(32).fill(i));
    const ask = () => victim.hear({ type: 'want-blobs', hashes });
    expect(count(times(100, ask), 'read-blobs')).toBe(8);
    victim.input({ type: 'tick' });
    expect(count(ask(), 'read-blobs')).toBe(1);
  });

  it('G-19: entries that led nowhere are not looked at again when they are pushed again', () => {
    const victim = createVictim();
    const id = feed(2);
    const push = (first: number, length: number): number => {
      const entries = Array.from({ length }, (_, i) => entry(id, first + i));
      const outputs = victim.hear({ type: 'entries', feed: id, first, entries });
      const delivered = count(outputs, 'deliver');
      if (delivered > 0) victim.input({ type: 'done', link: LINK, feed: id, heads: [] });
      return delivered;
    };
    expect(push(0, 200)).toBe(1);
    for (let i = 0; i < 50; i++) expect(push(0, 200)).toBe(0);
    expect(push(0, 201)).toBe(1);
  });
});
