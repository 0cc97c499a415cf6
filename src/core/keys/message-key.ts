/**
 * Message keys of one generation: a hash chain that only goes forward.
 *
 * Whoever holds the chain at index i has all keys from i on and none before,
 * so a step that is taken and forgotten cannot be taken again (docs/PROTOCOL.md,
 * "Keys"; the idea is that of the symmetric ratchet of Signal's Double Ratchet).
 */

import { parseBytes } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

/** Which key seals a message: the control sequence that announced its generation, and the step. */
export type MessageKeyReference = { readonly announcement: number; readonly index: number };

/** The key of this step (32 bytes) and the chain key of the next (32 bytes). */
export const stepChain = (
  suite: Suite,
  chainKey: Uint8Array,
): { readonly key: Uint8Array; readonly next: Uint8Array } => ({
  key: derive(suite, chainKey, 'message'),
  next: derive(suite, chainKey, 'chain next'),
});

/** The 8 bytes of a message entry's key reference: both numbers as u32. */
export const encodeMessageKeyReference = (reference: MessageKeyReference): Uint8Array =>
  createWriter().u32(reference.announcement).u32(reference.index).finish();

export const parseMessageKeyReference = (
  bytes: Uint8Array,
): Result<MessageKeyReference, 'malformed'> =>
  parseBytes(bytes, (reader) => ({ announcement: reader.u32(), index: reader.u32() }));
