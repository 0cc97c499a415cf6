/** The records of a backup as bytes (docs/PROTOCOL.md, "Backup"). */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import type { Result } from '../../core/bytes/result.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { BackupFrame } from '../../core/backup/frames.ts';
import { kindToByte, readKind, type FeedId } from '../../core/journal/feed.ts';
import { parseVaultPage, encodeVaultPage, type VaultPage } from '../../core/keys/vault-page.ts';
import { encodeState, parseState } from '../conversation/state-codec.ts';
import type { ConversationState } from '../conversation/state.ts';
import { encodeProfile, parseProfile, type Profile } from '../profile.ts';
import { encodeEntries, parseEntries, type RegisterEntry } from '../registers/entry.ts';

export type BackupRecord =
  /** First. `id`: 16 bytes, of the profile on all devices. */
  | {
      readonly kind: 'profile';
      readonly id: Uint8Array;
      readonly madeAt: number;
      readonly profile: Profile;
      /** How many entries follow in all. */
      readonly entries: number;
    }
  | { readonly kind: 'registers'; readonly entries: readonly RegisterEntry[] }
  /** Marks of conversations that were deleted (erased.ts), 16 bytes each. */
  | { readonly kind: 'erased'; readonly marks: readonly Uint8Array[] }
  /** What follows up to the next one belongs to it. Without the keys that write (kept.ts). */
  | { readonly kind: 'conversation'; readonly localId: string; readonly state: ConversationState }
  | {
      readonly kind: 'keys';
      readonly writer: Uint8Array;
      readonly page: number;
      readonly keys: VaultPage;
    }
  | { readonly kind: 'entries'; readonly feed: FeedId; readonly entries: readonly Uint8Array[] }
  | { readonly kind: 'blob'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly conversations: number }
  /** Of a later version: left out. */
  | { readonly kind: 'unknown' };

const TYPES = [
  'profile',
  'registers',
  'erased',
  'conversation',
  'keys',
  'entries',
  'blob',
  'end',
] as const;

export const MARK_LENGTH = 16;
export const MAX_MARKS = 4_096;
const ID_LENGTH = 16;
const MAX_PROFILE = 4_096;
const MAX_LOCAL_ID = 64;
const MAX_STATE = 2 ** 23 - 1_024;
const MAX_ENTRY = 80 * 1024;
const MAX_ENTRIES = 256;
const MAX_BLOB = 196_608;

export const encodeRecord = (record: Exclude<BackupRecord, { kind: 'unknown' }>): BackupFrame => ({
  type: TYPES.indexOf(record.kind) + 1,
  bytes: fieldsOf(record),
});

export const parseRecord = ({ type, bytes }: BackupFrame): Result<BackupRecord, 'malformed'> => {
  const kind = TYPES[type - 1];
  return kind === undefined
    ? { ok: true, value: { kind: 'unknown' } }
    : parseBytes(bytes, (reader) => readFields(kind, reader));
};

const fieldsOf = (record: Exclude<BackupRecord, { kind: 'unknown' }>): Uint8Array => {
  const out = createWriter();
  switch (record.kind) {
    case 'profile':
      out.fixed(record.id).u48(record.madeAt).bytes(encodeProfile(record.profile));
      return out.varint(record.entries).finish();
    case 'registers':
      return out.fixed(encodeEntries(record.entries)).finish();
    case 'erased':
      out.varint(record.marks.length);
      for (const mark of record.marks) out.fixed(mark);
      return out.finish();
    case 'conversation':
      return out.text(record.localId).bytes(encodeState(record.state)).finish();
    case 'keys':
      out.fixed(record.writer).u32(record.page);
      return out.fixed(encodeVaultPage(record.keys)).finish();
    case 'entries':
      out.u8(kindToByte(record.feed.kind)).fixed(record.feed.writer);
      out.varint(record.entries.length);
      for (const entry of record.entries) out.bytes(entry);
      return out.finish();
    case 'blob':
      return out.fixed(record.bytes).finish();
    case 'end':
      return out.varint(record.conversations).finish();
  }
};

const readFields = (kind: (typeof TYPES)[number], reader: Reader): BackupRecord => {
  switch (kind) {
    case 'profile': {
      const id = reader.fixed(ID_LENGTH);
      const madeAt = reader.u48();
      const profile = parseProfile(reader.bytes(MAX_PROFILE));
      const entries = reader.varint();
      return { kind, id, madeAt, profile: known(reader, profile), entries };
    }
    case 'registers':
      return { kind, entries: part(reader, parseEntries(reader.rest())) };
    case 'erased':
      return { kind, marks: reader.list(MAX_MARKS, (item) => item.fixed(MARK_LENGTH)) };
    case 'conversation': {
      const localId = reader.text(MAX_LOCAL_ID);
      return { kind, localId, state: part(reader, parseState(reader.bytes(MAX_STATE))) };
    }
    case 'keys': {
      const writer = reader.fixed(32);
      const page = reader.u32();
      return { kind, writer, page, keys: part(reader, parseVaultPage(reader.rest())) };
    }
    case 'entries': {
      const feed: FeedId = { kind: readKind(reader), writer: reader.fixed(32) };
      return { kind, feed, entries: reader.list(MAX_ENTRIES, (item) => item.bytes(MAX_ENTRY)) };
    }
    case 'blob':
      reader.require(reader.left() <= MAX_BLOB);
      return { kind, bytes: reader.rest() };
    case 'end':
      return { kind, conversations: reader.varint() };
  }
};

const part = <T>(reader: Reader, parsed: Result<T, 'malformed'>): T =>
  known(reader, parsed.ok ? parsed.value : undefined);

const known = <T>(reader: Reader, value: T | undefined): T => {
  reader.require(value !== undefined);
  if (value === undefined) throw new Error('unreachable: require(false) ends the parse');
  return value;
};
