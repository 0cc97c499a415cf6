import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { encodeFrame, type Frame } from '../../../src/core/wire/frame.ts';
import { signFrontier } from '../../../src/core/wire/signed-frontier.ts';
import { allFeeds, config, Device, entry, feed, link, settle, suite } from './device.ts';

const lengths = (device: Device): readonly number[] => allFeeds.map((id) => device.length(id));
const dropped = (device: Device): boolean => device.told.some(({ type }) => type === 'drop');

describe('gossip', () => {
  it('G-1: two devices that meet hold the same entries afterwards, whatever each held before', () => {
    const counts = fc.array(fc.nat({ max: 600 }), { minLength: 4, maxLength: 4 });
    const law = fc.property(
      counts,
      fc.boolean(),
      fc.boolean(),
      ([ac, am, bc, bm], pages, meetFirst) => {
        const [a, b] = [new Device(), new Device()];
        a.pages = pages;
        const pair = meetFirst ? [link(a, b, 'l')] : [];
        a.write(feed(1, 'control'), ac ?? 0);
        a.write(feed(1), am ?? 0);
        b.write(feed(2, 'control'), bc ?? 0);
        b.write(feed(2), bm ?? 0);
        settle(meetFirst ? pair : [link(a, b, 'l')]);
        expect(lengths(a)).toEqual(lengths(b));
        expect(lengths(a).slice(0, 4)).toEqual([ac, am, bc, bm]);
      },
    );
    fc.assert(law, { numRuns: 25 });
  });

  it('G-2: control feeds come before messages', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 300);
    a.write(feed(1, 'control'), 300);
    settle([link(a, b, 'l')]);
    const kinds = b.told.flatMap((output) => (output.type === 'deliver' ? [output.feed.kind] : []));
    expect(kinds.indexOf('message')).toBeGreaterThan(kinds.lastIndexOf('control'));
    expect(lengths(b)).toEqual(lengths(a));
  });

  it('G-3: a live entry goes out at once, once, and not back to where it came from', () => {
    const [a, b] = [new Device(), new Device()];
    const pair = link(a, b, 'l');
    settle([pair]);
    a.write(feed(1), 1);
    a.write(feed(1), 1);
    expect(a.frames().map(({ type }) => type)).toEqual(['entries', 'entries']);
    expect(settle([pair])).toBe(4);
    expect(b.length(feed(1))).toBe(2);
  });

  it('G-23: what turns out to be lost while more is worked on comes from its beginning, without a wait', () => {
    const [a, b] = [new Device(), new Device()];
    const pair = link(a, b, 'l');
    b.write(feed(2), 3);
    settle([pair]);
    a.isSlow = true;
    b.write(feed(2), 1);
    settle([pair]);
    expect(a.waiting).toHaveLength(1);
    a.lose(feed(2));
    a.isSlow = false;
    a.work();
    settle([pair]);
    expect(lengths(a)).toEqual(lengths(b));
  });

  it('G-22: what the disk lost of the own feed is asked of who holds it, and only the answer is taken', () => {
    const [a, b] = [new Device(), new Device()];
    const pair = link(a, b, 'l');
    a.write(feed(1), 10);
    settle([pair]);
    const mended = () => a.told.filter(({ type }) => type === 'mend');
    const answer = {
      type: 'entries',
      feed: feed(1),
      first: 3,
      entries: [entry(feed(1), 3)],
    } as const;
    a.input({ type: 'message', link: 'l', bytes: encodeFrame(answer) });
    expect(mended()).toEqual([]);
    const holes = [{ feed: feed(1), from: 3, to: 5 }];
    for (let again = 0; again < 3; again++) a.input({ type: 'holes', holes });
    expect(a.frames()).toEqual([{ type: 'want', ...holes[0] }]);
    settle([pair]);
    const entries = [3, 4, 5].map((sequence) => entry(feed(1), sequence));
    expect(mended()).toEqual([{ type: 'mend', feed: feed(1), entries }]);
    expect(lengths(a)).toEqual(lengths(b));
  });

  it('G-22: is asked again after a while, and nobody is asked who does not hold it', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 10);
    link(a, b, 'l');
    a.sent.splice(0);
    const holes = [{ feed: feed(1), from: 3, to: 5 }];
    a.input({ type: 'holes', holes });
    expect(a.frames()).toEqual([]);
    const head = { feed: feed(1), sequence: 4, hash: suite.hash(entry(feed(1), 4)) };
    const frontier = { type: 'frontier', heads: [head], signed: [] } as const;
    a.input({ type: 'message', link: 'l', bytes: encodeFrame(frontier) });
    for (let tick = 0; tick < 8; tick++) a.input({ type: 'tick' });
    expect(a.frames().filter(({ type }) => type === 'want')).toHaveLength(3);
  });

  it('G-4: devices that hold the same exchange frontiers and presence, and nothing else', () => {
    const [a, b] = [new Device(), new Device()];
    for (const device of [a, b]) device.write(feed(1), 10);
    a.input({ type: 'up', link: 'l' });
    b.input({ type: 'up', link: 'l' });
    expect(a.frames().map(({ type }) => type)).toEqual(['frontier', 'presence']);
    expect(settle([[a, 'l', b, 'l']])).toBe(4);
  });

  it('G-5: through a third device entries reach who has no link to their writer, each once', () => {
    const [a, b, c] = [new Device(), new Device(), new Device()];
    const pairs = [link(a, b, 'ab'), link(b, c, 'bc'), link(c, a, 'ca')];
    settle(pairs);
    a.write(feed(1), 700);
    b.write(feed(2, 'control'), 3);
    settle(pairs);
    expect(lengths(b)).toEqual(lengths(a));
    expect(lengths(c)).toEqual(lengths(a));
    const delivered = c.told.flatMap((o) => (o.type === 'deliver' ? o.entries : []));
    expect(delivered).toHaveLength(703);
  });

  it('G-6: while a run is being worked on at most one more is asked for, and pushed ones are bounded', () => {
    const [a, b] = [new Device(), new Device()];
    b.isSlow = true;
    a.write(feed(1), 2000);
    const pair = link(a, b, 'l');
    settle([pair]);
    expect(b.waiting).toHaveLength(2);
    while (b.waiting.length > 0) {
      b.work();
      settle([pair]);
    }
    expect(b.length(feed(1))).toBe(2000);
    for (let i = 0; i < 50; i++) a.write(feed(1), 1);
    settle([pair]);
    expect(b.waiting.length).toBeLessThanOrEqual(4);
    while (b.waiting.length > 0) {
      b.work();
      settle([pair]);
    }
    expect(b.length(feed(1))).toBe(2050);
  });

  it('G-7: a full link gets no bulk until it has drained', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 10);
    const pair = link(a, b, 'l');
    a.input({ type: 'full', link: 'l' });
    settle([pair]);
    a.write(feed(1), 1);
    a.input({ type: 'presence', attending: true, typing: true });
    expect(a.sent).toEqual([]);
    expect(b.length(feed(1))).toBe(0);
    a.input({ type: 'drained', link: 'l' });
    settle([pair]);
    expect(b.length(feed(1))).toBe(11);
    expect(b.told.findLast(({ type }) => type === 'presence')).toMatchObject({ typing: true });
  });

  it('G-8: a claim that leads nowhere is given up, and holds up nothing else', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 5);
    b.input({ type: 'up', link: 'liar' });
    const heads = [{ feed: feed(3, 'control'), sequence: 99, hash: new Uint8Array(32) }];
    b.input({
      type: 'message',
      link: 'liar',
      bytes: encodeFrame({ type: 'frontier', heads, signed: [] }),
    });
    const pair = link(a, b, 'l');
    settle([pair]);
    expect(b.length(feed(1))).toBe(0);
    for (let i = 0; i < 4; i++) b.input({ type: 'tick' });
    settle([pair]);
    expect(b.length(feed(1))).toBe(5);
    expect(dropped(b)).toBe(false);
  });

  it('G-20: an answer that comes after it was given up is taken all the same, once', () => {
    const b = new Device();
    const say = (frame: Parameters<typeof encodeFrame>[0]): void =>
      b.input({ type: 'message', link: 'slow', bytes: encodeFrame(frame) });
    const heads = [{ feed: feed(1), sequence: 9, hash: new Uint8Array(32) }];
    b.input({ type: 'up', link: 'slow' });
    say({ type: 'frontier', heads, signed: [] });
    for (let i = 0; i < 6; i++) b.input({ type: 'tick' });
    const entries = Array.from({ length: 5 }, (_, i) => entry(feed(1), i));
    say({ type: 'entries', feed: feed(1), first: 0, entries });
    settle([]);
    expect(b.length(feed(1))).toBe(5);
    expect(dropped(b)).toBe(false);
  });

  it('G-9: entries that are not admitted are not asked for again until more is claimed', () => {
    const [a, b] = [new Device(), new Device()];
    const forged = (last: number): Uint8Array => {
      const heads = [{ feed: feed(1), sequence: last, hash: new Uint8Array(32) }];
      return encodeFrame({ type: 'frontier', heads, signed: [] });
    };
    b.input({ type: 'up', link: 'l' });
    b.input({ type: 'message', link: 'l', bytes: forged(0) });
    const bytes = encodeFrame({
      type: 'entries',
      feed: feed(1),
      first: 0,
      entries: [new Uint8Array(9)],
    });
    const wants = (): number => b.frames().filter(({ type }) => type === 'want').length;
    expect(wants()).toBe(1);
    b.input({ type: 'message', link: 'l', bytes });
    for (let i = 0; i < 9; i++) b.input({ type: 'tick' });
    expect(wants()).toBe(1);
    b.input({ type: 'message', link: 'l', bytes: forged(1) });
    expect(wants()).toBe(2);
    b.input({ type: 'down', link: 'l' });
    settle([link(a, b, 'm')]);
    a.write(feed(1), 1);
    settle([[a, 'm', b, 'm']]);
    expect(b.length(feed(1))).toBe(1);
  });

  it('G-21: what led nowhere is asked for again after a minute', () => {
    const b = new Device();
    const head = { feed: feed(1), sequence: 2, hash: new Uint8Array(32) };
    const hear = (frame: Frame): void =>
      b.input({ type: 'message', link: 'l', bytes: encodeFrame(frame) });
    const wants = (): number => b.frames().filter(({ type }) => type === 'want').length;
    const late: Frame = { type: 'entries', feed: feed(1), first: 0, entries: [entry(feed(1), 0)] };
    b.input({ type: 'up', link: 'l' });
    hear({ type: 'frontier', heads: [head], signed: [] });
    for (let i = 0; i < 15; i++) b.input({ type: 'tick' });
    expect(wants()).toBe(1);
    b.input({ type: 'tick' });
    expect(wants()).toBe(2);
    for (let i = 0; i < 4; i++) b.input({ type: 'tick' });
    hear(late);
    expect(b.length(feed(1))).toBe(1);
    expect(wants()).toBe(3);
  });

  it('G-10: unknown feeds are ignored, and fetched once they are known', () => {
    const a = new Device();
    const b = new Device([feed(2), feed(2, 'control')]);
    a.write(feed(1), 5);
    const pair = link(a, b, 'l');
    settle([pair]);
    a.write(feed(1), 1);
    settle([pair]);
    expect(b.length(feed(1))).toBe(0);
    b.input({ type: 'known', feeds: allFeeds });
    settle([pair]);
    expect(b.length(feed(1))).toBe(6);
  });

  it('G-11: missing blobs are asked for until somebody has them, and only with the right hash', () => {
    const [a, b, c] = [new Device(), new Device(), new Device()];
    const pairs = [link(a, b, 'ab'), link(c, b, 'cb')];
    settle(pairs);
    const bytes = new Uint8Array(1200).fill(5);
    const hash = suite.hash(bytes);
    b.input({ type: 'lacking', hashes: [hash] });
    settle(pairs);
    expect(b.blobs.size).toBe(0);
    for (const device of [a, c]) device.blobs.set(encodeBase64url(hash), bytes);
    for (let i = 0; i < 4; i++) b.input({ type: 'tick' });
    settle(pairs);
    expect(b.blobs.get(encodeBase64url(hash))).toEqual(bytes);
    b.input({ type: 'lacking', hashes: [hash] });
    const wrong = encodeFrame({ type: 'blob', hash, bytes: new Uint8Array(3) });
    b.input({ type: 'message', link: 'ab', bytes: wrong });
    expect(dropped(b)).toBe(true);
  });

  it('G-45: of eight links each is asked for a blob within a minute and a half, until one has it', () => {
    const [b, holder] = [new Device(), new Device()];
    const others = Array.from({ length: 7 }, () => new Device());
    const pairs = [...others, holder].map((each, i) => link(each, b, `link ${i}`));
    settle(pairs);
    const all = Array.from({ length: 5 }, (_, i) => new Uint8Array(1200).fill(i));
    const hashes = all.map(suite.hash);
    for (const bytes of all) holder.blobs.set(encodeBase64url(suite.hash(bytes)), bytes);
    b.input({ type: 'lacking', hashes });
    // Of about five seconds each.
    for (let tick = 0; tick < 16; tick++) {
      b.input({ type: 'tick' });
      settle(pairs);
    }
    expect(hashes.map((hash) => b.blobs.get(encodeBase64url(hash)))).toEqual(all);
  });

  it('G-46: a few blobs are asked of all links at once, so that no clock stands between', () => {
    const [b, holder] = [new Device(), new Device()];
    const others = Array.from({ length: 7 }, () => new Device());
    const pairs = [...others, holder].map((each, i) => link(each, b, `link ${i}`));
    settle(pairs);
    const bytes = new Uint8Array(1200).fill(5);
    const hash = suite.hash(bytes);
    holder.blobs.set(encodeBase64url(hash), bytes);
    b.input({ type: 'lacking', hashes: [hash] });
    settle(pairs);
    expect(b.blobs.get(encodeBase64url(hash))).toEqual(bytes);
  });

  it('G-12: the newest signed frontier of a known writer goes to everybody once; forged and old ones do not', () => {
    const seed = new Uint8Array(32).fill(9);
    const signer = suite.signingPublicKey(seed);
    const feeds = [...allFeeds, { kind: 'control' as const, writer: signer }];
    const [a, b, c] = [new Device(feeds), new Device(feeds), new Device(feeds)];
    const pairs = [link(a, b, 'ab'), link(b, c, 'bc'), link(c, a, 'ca')];
    settle(pairs);
    const sign = (number: number) =>
      signFrontier(suite, config.conversationId, seed, { number, heads: [], read: [] });
    a.input({ type: 'signed', frontier: sign(2) });
    settle(pairs);
    const seen = (device: Device): readonly number[] =>
      device.told.flatMap((o) => (o.type === 'signed' ? [o.frontier.number] : []));
    expect([seen(a), seen(b), seen(c)]).toEqual([[], [2], [2]]);
    a.input({ type: 'signed', frontier: sign(1) });
    a.input({ type: 'signed', frontier: { ...sign(3), signature: new Uint8Array(64) } });
    settle(pairs);
    expect([seen(b), seen(c)]).toEqual([[2], [2]]);
    const late = new Device(feeds);
    settle([link(late, b, 'late')]);
    expect(seen(late)).toEqual([2]);
  });

  it('G-13: malformed frames end the link; those of a later version do not', () => {
    const a = new Device();
    a.input({ type: 'up', link: 'l' });
    a.input({ type: 'message', link: 'l', bytes: new Uint8Array([250, 1]) });
    expect(dropped(a)).toBe(false);
    a.input({ type: 'message', link: 'l', bytes: new Uint8Array([2, 1]) });
    expect(dropped(a)).toBe(true);
  });

  it('G-14: two different entries at one place are told, and nothing else changes', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 3);
    b.write(feed(1), 3, 50);
    settle([link(a, b, 'l')]);
    for (const device of [a, b]) {
      expect(device.told.filter(({ type }) => type === 'conflict')).toHaveLength(1);
      expect(device.told.some(({ type }) => type === 'deliver' || type === 'drop')).toBe(false);
    }
  });

  it('G-15: a link that breaks in the middle of a page loses nothing', () => {
    const [a, b] = [new Device(), new Device()];
    a.pages = true;
    a.write(feed(1), 1000);
    link(a, b, 'l');
    for (let i = 0; i < 6; i++) {
      for (const { bytes } of a.sent.splice(0, 1)) b.input({ type: 'message', link: 'l', bytes });
      for (const { bytes } of b.sent.splice(0, 1)) a.input({ type: 'message', link: 'l', bytes });
    }
    for (const device of [a, b]) {
      device.input({ type: 'down', link: 'l' });
      device.sent.splice(0);
    }
    settle([link(a, b, 'm')]);
    expect(b.length(feed(1))).toBe(1000);
  });

  it('G-16: 64 entries of 72 kB come in frames that fit the link', () => {
    const [a, b] = [new Device(), new Device()];
    a.write(feed(1), 64, 74_000);
    settle([link(a, b, 'l')]);
    expect(b.length(feed(1))).toBe(64);
  });
});
