/** A control entry that came alone, as a letter: nothing of its feed has to be here to believe its signature. */

import { isSigned, openEntry, parseEntry } from '../../core/journal/entry.ts';
import { parseBody, type ControlOperation } from '../../core/journal/operations.ts';
import { controlEntryKey, findRoomSecret } from '../../core/keys/room-secrets.ts';
import type { Context } from './context.ts';
import type { ConversationState } from './state.ts';

export type Letter = { readonly writer: Uint8Array; readonly operation: ControlOperation };

/** Who signed it and what it says; null for what is not signed, not whole, or closed to this device. */
export const openLetter = (
  suite: Context['suite'],
  { conversationId, roomSecrets }: ConversationState,
  bytes: Uint8Array,
): Letter | null => {
  const parsed = parseEntry(suite, bytes);
  if (!parsed.ok || !isSigned(suite, parsed.value)) return null;
  const { writer, kind, sequence, keyReference } = parsed.value.header;
  const secret = findRoomSecret(roomSecrets, keyReference);
  if (kind !== 'control' || !secret) return null;
  const key = controlEntryKey(suite, secret, conversationId, writer, sequence);
  const opened = openEntry(suite, parsed.value, key, conversationId);
  const body = opened.ok ? parseBody('control', opened.value.body) : opened;
  return body.ok ? { writer, operation: body.value.operation } : null;
};
