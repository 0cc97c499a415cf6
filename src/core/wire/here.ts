/**
 * "I am still here", to those that one had a link with: a word between knocks.
 *
 * A knock is a claim of whoever holds the room secret. This word carries a tag
 * for each device it is meant for, under a key that only the two ends of their
 * last link have. docs/PROTOCOL.md, "Envelope".
 */

import { equalSecrets } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { authenticate } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

export type Here = {
  /** Grows with every word of a session. */
  readonly count: number;
  /** 8 bytes each, at most MAX_HERE_TAGS: as many as the smallest envelope has room for. */
  readonly tags: readonly Uint8Array[];
};

export const MAX_HERE_TAGS = 16;
const TAG_BYTES = 8;

export const encodeHere = ({ count, tags }: Here): Uint8Array => {
  const writer = createWriter().u48(count).varint(tags.length);
  for (const tag of tags) writer.fixed(tag);
  return writer.finish();
};

export const parseHere = (body: Uint8Array): Here | null => {
  const parsed = parseBytes(body, (reader) => ({
    count: reader.u48(),
    tags: reader.list(MAX_HERE_TAGS, (each) => each.fixed(TAG_BYTES)),
  }));
  return parsed.ok ? parsed.value : null;
};

/** `key`: of the link, 32 bytes; `session`: of the speaker, 16. Each guess at its 8 bytes costs a frame. */
export const hereTag = (
  suite: Suite,
  key: Uint8Array,
  session: Uint8Array,
  count: number,
): Uint8Array =>
  authenticate(suite, key, 'here', [session, createWriter().u48(count).finish()]).slice(
    0,
    TAG_BYTES,
  );

/** Whether the word is meant for, and comes from, the other end of the link of this key. */
export const isHereFor = (
  suite: Suite,
  { count, tags }: Here,
  key: Uint8Array,
  session: Uint8Array,
): boolean => {
  const wanted = hereTag(suite, key, session, count);
  return tags.some((tag) => equalSecrets(tag, wanted));
};
