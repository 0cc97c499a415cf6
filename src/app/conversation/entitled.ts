/**
 * Which messages another member's writer may be handed the keys of: those of
 * generations that were announced to that very writer. It could have opened them
 * in time, so nothing is told that was not meant for it.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { openEntry } from '../../core/journal/entry.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { parseBody } from '../../core/journal/operations.ts';
import { parseMessageKeyReference } from '../../core/keys/message-key.ts';
import { controlEntryKey, findRoomSecret } from '../../core/keys/room-secrets.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries, readTheseEntries } from './feed-log.ts';
import type { ConversationState } from './state.ts';

/** Answers whether the key of a message may be given; reads each announcement once. */
export type Entitlement = (
  writer: Uint8Array,
  sequences: readonly number[],
) => Promise<ReadonlySet<number>>;

export const createEntitlement = (
  context: Context,
  work: Work,
  state: ConversationState,
  recipient: Uint8Array,
): Entitlement => {
  const { suite, localId } = context;
  const announced = new Map<string, boolean>();

  const isAnnounced = async ({ writer, sequence }: EntryRef): Promise<boolean> => {
    const feed = { writer, kind: 'control' } as const;
    const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
    const secret = entry && findRoomSecret(state.roomSecrets, entry.header.keyReference);
    if (!entry || !secret) return false;
    const key = controlEntryKey(suite, secret, state.conversationId, writer, sequence);
    const opened = openEntry(suite, entry, key, state.conversationId);
    const body = opened.ok ? parseBody('control', opened.value.body) : opened;
    return (
      body.ok &&
      body.value.operation.type === 'announce' &&
      body.value.operation.boxes.some((box) => equalBytes(box.recipient, recipient))
    );
  };

  const isGiven = async (writer: Uint8Array, announcement: number): Promise<boolean> => {
    const name = `${encodeBase64url(writer)}/${announcement}`;
    const known = announced.get(name) ?? (await isAnnounced({ writer, sequence: announcement }));
    announced.set(name, known);
    return known;
  };

  return async (writer, sequences) => {
    const feed = { writer, kind: 'message' } as const;
    const given = new Set<number>();
    for (const { header } of await readTheseEntries(work, suite, localId, feed, sequences)) {
      const reference = parseMessageKeyReference(header.keyReference);
      const isFor = reference.ok && (await isGiven(writer, reference.value.announcement));
      if (isFor) given.add(header.sequence);
    }
    return given;
  };
};
