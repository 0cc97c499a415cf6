/**
 * The room secrets of a conversation: they seal control entries and give the
 * topics of the rendezvous. Everyone admitted holds all of them; the last is
 * the one to seal with.
 */

import { equalBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive, digest } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

/** `id`: 8 bytes, stands in the header of control entries. `secret`: 32 bytes. */
export type RoomSecret = { readonly id: Uint8Array; readonly secret: Uint8Array };

/** Oldest first. */
export type RoomSecrets = readonly RoomSecret[];

const VERSION = 1;
const ID_BYTES = 8;
const SECRET_BYTES = 32;
const MAX_SECRETS = 1_024;

export const roomSecretOf = (suite: Suite, secret: Uint8Array): RoomSecret => ({
  id: digest(suite, 'room secret id', [secret]).slice(0, ID_BYTES),
  secret,
});

/** The list with `secret` as the newest; the same list when it is there already. */
export const addRoomSecret = (
  suite: Suite,
  secrets: RoomSecrets,
  secret: Uint8Array,
): RoomSecrets => {
  const added = roomSecretOf(suite, secret);
  return findRoomSecret(secrets, added.id) ? secrets : [...secrets, added];
};

/** The secret (32 bytes) of that id, or null when we were not given it. */
export const findRoomSecret = (secrets: RoomSecrets, id: Uint8Array): Uint8Array | null =>
  secrets.find((candidate) => equalBytes(candidate.id, id))?.secret ?? null;

/** The entry key (32 bytes) of control entry `sequence` of `writer`. */
export const controlEntryKey = (
  suite: Suite,
  secret: Uint8Array,
  conversationId: Uint8Array,
  writer: Uint8Array,
  sequence: number,
): Uint8Array =>
  derive(suite, secret, 'control entry', [
    conversationId,
    writer,
    createWriter().u32(sequence).finish(),
  ]);

export const encodeRoomSecrets = (secrets: RoomSecrets): Uint8Array => {
  const out = createWriter().u8(VERSION).varint(secrets.length);
  for (const { id, secret } of secrets) out.fixed(id).fixed(secret);
  return out.finish();
};

export const parseRoomSecrets = (bytes: Uint8Array): Result<RoomSecrets, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    return reader.list(MAX_SECRETS, (item) => ({
      id: item.fixed(ID_BYTES),
      secret: item.fixed(SECRET_BYTES),
    }));
  });
