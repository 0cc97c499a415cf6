/**
 * Marks of conversations that were deleted here, so that no backup brings them
 * back: a digest of what only its members know, sealed like everything else. It
 * says of a conversation that somebody has whether it was here, and nothing more.
 */

import { encodeBase64url, decodeBase64url } from '../../core/bytes/base64url.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import type { Work } from '../store/work.ts';
import { MARK_LENGTH } from './records.ts';

const PREFIX = 'erased conversation';

/** 16 bytes. */
export const erasedMark = (suite: Suite, conversationId: Uint8Array): Uint8Array =>
  digest(suite, PREFIX, [conversationId]).slice(0, MARK_LENGTH);

export const putErasedMark = (work: Work, mark: Uint8Array): void =>
  work.put('device', keyOf(mark), new Uint8Array(0));

export const isErased = (work: Work, mark: Uint8Array): Promise<boolean> =>
  work.exists('device', keyOf(mark));

/** All of them, 16 bytes each; undefined when the disk does not answer. */
export const readErasedMarks = async (
  store: SealedStore,
): Promise<readonly Uint8Array[] | undefined> => {
  const keys = await store.keys('device', [PREFIX]);
  if (!keys.ok) return undefined;
  return keys.value.flatMap(([, name]) => {
    const mark = typeof name === 'string' ? decodeBase64url(name) : undefined;
    return mark?.ok && mark.value.length === MARK_LENGTH ? [mark.value] : [];
  });
};

const keyOf = (mark: Uint8Array) => [PREFIX, encodeBase64url(mark)] as const;
