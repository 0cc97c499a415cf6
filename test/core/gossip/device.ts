/** A device for gossip alone: a store in memory, entries that are bytes, and no signatures. */
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import type { GossipInput, GossipOutput } from '../../../src/core/gossip/exchange.ts';
import { createGossip, stepGossip } from '../../../src/core/gossip/gossip.ts';
import type { GossipState } from '../../../src/core/gossip/state.ts';
import { feedName, type FeedId, type Head } from '../../../src/core/journal/feed.ts';
import { parseFrame, type Frame } from '../../../src/core/wire/frame.ts';

export const suite = createNobleSuite();
export const config = { suite, conversationId: new Uint8Array(32).fill(1) };
export const writer = (number: number): Uint8Array => new Uint8Array(32).fill(number);
export const feed = (number: number, kind: FeedId['kind'] = 'message'): FeedId => ({
  writer: writer(number),
  kind,
});
export const allFeeds: readonly FeedId[] = [1, 2, 3].flatMap((n) => [feed(n, 'control'), feed(n)]);

/** Entry `sequence` of a feed. */
export const entry = (id: FeedId, sequence: number, size = 40): Uint8Array => {
  const bytes = new Uint8Array(size).fill(id.writer[0] ?? 0);
  bytes.set([id.kind === 'control' ? 0 : 1, sequence >> 16, (sequence >> 8) & 255, sequence & 255]);
  return bytes;
};

export type Wire = { readonly from: Device; readonly link: string; readonly bytes: Uint8Array };

export class Device {
  state: GossipState = createGossip();
  readonly store = new Map<string, { readonly id: FeedId; readonly entries: Uint8Array[] }>();
  readonly blobs = new Map<string, Uint8Array>();
  readonly told: GossipOutput[] = [];
  readonly sent: Wire[] = [];
  /** Answers with pages instead of runs where it can. */
  pages = false;
  /** Keeps what is delivered waiting. */
  isSlow = false;
  readonly waiting: GossipOutput[] = [];
  constructor(feeds: readonly FeedId[] = allFeeds) {
    this.input({ type: 'known', feeds });
  }

  input(input: GossipInput): void {
    const step = stepGossip(config, this.state, input);
    this.state = step.state;
    for (const output of step.outputs) this.perform(output);
  }

  /** Writes entries of its own, `count` of them. */
  write(id: FeedId, count: number, size?: number): void {
    const { entries } = this.feedOf(id);
    const first = entries.length;
    for (let i = 0; i < count; i++) entries.push(entry(id, first + i, size));
    const head = this.head(id);
    this.input({ type: 'appended', head, first, entries: entries.slice(first) });
  }

  length(id: FeedId): number {
    return this.feedOf(id).entries.length;
  }

  frames(): readonly Frame[] {
    return this.sent.map(({ bytes }) => {
      const frame = parseFrame(bytes);
      if (!frame.ok) throw new Error(frame.error);
      return frame.value;
    });
  }

  /** The disk finds nothing of the feed any more. */
  lose(id: FeedId): void {
    this.feedOf(id).entries.length = 0;
    this.input({ type: 'lost', feed: id, head: null });
  }

  /** Deals with the oldest delivery that waits. */
  work(): void {
    const output = this.waiting.shift();
    if (output !== undefined) this.admit(output);
  }

  private perform(output: GossipOutput): void {
    this.told.push(output);
    if (output.type === 'send') this.sent.push({ from: this, ...output });
    if (output.type === 'read') this.answer(output);
    if (output.type === 'deliver' || output.type === 'deliver-page') {
      if (this.isSlow) this.waiting.push(output);
      else this.admit(output);
    }
    if (output.type === 'read-blobs') {
      for (const hash of output.hashes) {
        const bytes = this.blobs.get(encodeBase64url(hash));
        if (bytes !== undefined) this.input({ type: 'blob', link: output.link, hash, bytes });
      }
    }
    if (output.type === 'blob') this.blobs.set(encodeBase64url(output.hash), output.bytes);
  }

  private answer(output: Extract<GossipOutput, { type: 'read' }>): void {
    const { entries } = this.feedOf(output.feed);
    const { link, feed: id, from } = output;
    const isFull = from % 256 === 0 && output.to === from + 255;
    if (this.pages && isFull) {
      const update = new Uint8Array(40 * 256);
      entries.slice(from, from + 256).forEach((bytes, i) => update.set(bytes, 40 * i));
      this.input({ type: 'page', link, feed: id, page: from / 256, update });
    } else {
      const run = entries.slice(from, output.to + 1);
      this.input({ type: 'run', link, feed: id, first: from, entries: run });
    }
  }

  private admit(output: GossipOutput): void {
    if (output.type !== 'deliver' && output.type !== 'deliver-page') return;
    const { entries } = this.feedOf(output.feed);
    const first = output.type === 'deliver' ? output.first : output.page * 256;
    const run =
      output.type === 'deliver'
        ? output.entries
        : Array.from({ length: 256 }, (_, i) => output.update.slice(40 * i, 40 * i + 40));
    const fresh = run.slice(entries.length - first);
    const isNext =
      first <= entries.length &&
      fresh.every((bytes, i) =>
        equalBytes(bytes, entry(output.feed, entries.length + i, bytes.length)),
      );
    if (isNext) entries.push(...fresh);
    const heads = isNext && entries.length > 0 ? [this.head(output.feed)] : [];
    this.input({ type: 'done', link: output.link, feed: output.feed, heads });
  }

  private head(id: FeedId): Head {
    const { entries } = this.feedOf(id);
    const last = entries.at(-1) ?? new Uint8Array(0);
    return { feed: id, sequence: entries.length - 1, hash: suite.hash(last) };
  }

  private feedOf(id: FeedId): { readonly id: FeedId; readonly entries: Uint8Array[] } {
    const found = this.store.get(feedName(id)) ?? { id, entries: [] };
    this.store.set(feedName(id), found);
    return found;
  }
}

export type Pair = readonly [Device, string, Device, string];

/** Links two devices; the names of the link's ends are their own. */
export const link = (a: Device, b: Device, name: string): Pair => {
  a.input({ type: 'up', link: name });
  b.input({ type: 'up', link: name });
  return [a, name, b, name];
};

/** Carries everything that was sent until nobody says anything. How many frames that took. */
export const settle = (pairs: readonly Pair[]): number => {
  let frames = 0;
  for (let isMore = true; isMore && frames < 20_000;) {
    isMore = false;
    for (const [a, nameA, b, nameB] of pairs) {
      for (const [from, to, name] of [
        [a, b, nameA],
        [b, a, nameB],
      ] as const) {
        const mine = from.sent.filter((wire) => wire.link === name);
        from.sent.splice(0, from.sent.length, ...from.sent.filter((wire) => wire.link !== name));
        for (const { bytes } of mine) {
          isMore = true;
          frames += 1;
          to.input({ type: 'message', link: name, bytes });
        }
      }
    }
  }
  return frames;
};
