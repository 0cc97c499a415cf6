/** One control entry, opened again from the disk. */

import { openEntry } from '../../core/journal/entry.ts';
import { parseBody, type Body, type ControlOperation } from '../../core/journal/operations.ts';
import { controlEntryKey, findRoomSecret } from '../../core/keys/room-secrets.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries } from './feed-log.ts';
import type { ConversationState } from './state.ts';

/** Undefined for one that is not here, that no room secret opens, or that says nothing. */
export const readControl = async (
  { suite, localId }: Context,
  work: Work,
  { conversationId, roomSecrets }: ConversationState,
  { author, sequence }: { readonly author: Uint8Array; readonly sequence: number },
): Promise<Body<ControlOperation> | undefined> => {
  const feed = { writer: author, kind: 'control' } as const;
  const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
  const secret = entry && findRoomSecret(roomSecrets, entry.header.keyReference);
  if (!entry || !secret) return undefined;
  const key = controlEntryKey(suite, secret, conversationId, author, sequence);
  const opened = openEntry(suite, entry, key, conversationId);
  const body = opened.ok ? parseBody('control', opened.value.body) : opened;
  return body.ok ? body.value : undefined;
};
