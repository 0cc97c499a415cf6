/**
 * What a person has handed over of a conversation to somebody who was admitted
 * into it later: a note of this device, by which it answers when that writer asks
 * for keys (hand-over.ts).
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Key } from '../../ports/store.ts';
import type { Work } from '../store/work.ts';
import type { ConversationState } from './state.ts';

/** How many messages of each writer, from the first one on. */
export type Given = readonly { readonly writer: Uint8Array; readonly length: number }[];

const VERSION = 1;
const MAX_WRITERS = 1_024;

/** All that is held here now, and nothing of what comes. */
export const giveHistory = (
  work: Work,
  localId: string,
  state: ConversationState,
  recipient: Uint8Array,
): void => {
  const held = state.feeds.filter((each) => each.feed.kind === 'message' && each.held.length > 0);
  const out = createWriter().u8(VERSION).varint(held.length);
  for (const each of held) out.fixed(each.feed.writer).u32(each.held.length);
  work.put('conversations', keyOf(localId, recipient), out.finish());
};

/** Empty where nothing was given. */
export const readGiven = async (
  work: Work,
  localId: string,
  recipient: Uint8Array,
): Promise<Given> => {
  const bytes = await work.get('conversations', keyOf(localId, recipient));
  const parsed =
    bytes &&
    parseBytes(bytes, (reader) => {
      reader.require(reader.u8() === VERSION);
      return reader.list(MAX_WRITERS, () => ({ writer: reader.fixed(32), length: reader.u32() }));
    });
  return parsed?.ok ? parsed.value : [];
};

/** How many messages of that writer were given, from the first one on. */
export const givenOf = (given: Given, writer: Uint8Array): number =>
  given.find((each) => equalBytes(each.writer, writer))?.length ?? 0;

const keyOf = (localId: string, recipient: Uint8Array): Key => [
  localId,
  'given',
  encodeBase64url(recipient),
];
