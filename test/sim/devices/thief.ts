/**
 * Who has a device that is not wanted any more, and has recorded all that ever
 * passed: it is given every entry and every box there is, so that only keys can
 * keep it from reading.
 */
import { admitBlobs, admitEntries } from '../../../src/app/conversation/admit.ts';
import { readEntries } from '../../../src/app/conversation/feed-log.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import { EMPTY_POOL } from '../../../src/core/journal/held.ts';
import type { SimDevice } from './device.ts';

/** Entries of each feed in their order, from the device that holds most of it. */
export type Recorded = ReadonlyMap<string, readonly Uint8Array[]>;

export const recordEntries = async (devices: readonly SimDevice[]): Promise<Recorded> => {
  const recorded = new Map<string, readonly Uint8Array[]>();
  for (const device of devices) {
    await device.conversation.read(async ({ suite, localId }, work, state) => {
      for (const { feed, held } of state.feeds) {
        if ((recorded.get(feedName(feed))?.length ?? 0) >= held.length) continue;
        const entries = await readEntries(work, suite, localId, feed, 0, held.length);
        recorded.set(
          feedName(feed),
          entries.map(({ bytes }) => bytes),
        );
      }
    });
  }
  return recorded;
};

/** Again and again, until nothing more opens: one feed tells of the next, and one box lets another open. */
export const giveEverything = async (
  { state, conversation }: SimDevice,
  recorded: Recorded,
  blobs: ReadonlySet<Uint8Array>,
): Promise<void> => {
  let before: string;
  do {
    before = progressOf(state());
    for (const entries of recorded.values()) {
      await conversation.run(
        async (context, work, now) =>
          (await admitEntries(context, work, now, EMPTY_POOL, entries)).state,
      );
    }
    await conversation.run((context, work, now) => admitBlobs(context, work, now, [...blobs]));
  } while (progressOf(state()) !== before);
};

const progressOf = ({ feeds, receivers, roomSecrets, frontierNumber }: ConversationState): string =>
  JSON.stringify([
    roomSecrets.length,
    frontierNumber,
    feeds.map(({ held, opened }) => [held.length, opened]),
    receivers.map(({ keys }) => [keys.waiting.length, keys.generations.length]),
  ]);
