/**
 * What people say of themselves besides the name: a status and a picture, by
 * control operations of their devices. Kept in records beside the conversation's
 * state, which every message writes anew.
 */

import { encodeBase64url, decodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { compareStamps, readStamp, writeStamp, type Stamp } from '../../core/clock/hlc.ts';
import { MAX_PICTURE_BYTES, MAX_STATUS_BYTES } from '../../core/journal/control-operations.ts';
import type { Body, ControlOperation } from '../../core/journal/operations.ts';
import type { Work } from '../store/work.ts';

export type Presented = {
  /** Empty where nothing is said. */
  readonly status: string;
  /** The bytes of a file, whatever it is; undefined where there is none. */
  readonly picture: Uint8Array | undefined;
};

/** What one writer said last. */
export type Said = {
  readonly writer: Uint8Array;
  readonly stamp: Stamp;
} & (
  | { readonly part: 'status'; readonly text: string }
  | { readonly part: 'picture'; readonly bytes: Uint8Array }
);

export const NOTHING_PRESENTED: Presented = { status: '', picture: undefined };

const VERSION = 1;
const PARTS = ['status', 'picture'] as const;

/** Keeps what the entry says, if it says something of the kind. Entries of a writer come in their order. */
export const keepPresented = (
  work: Work,
  localId: string,
  writer: Uint8Array,
  { stamp, operation }: Body<ControlOperation>,
): void => {
  if (operation.type !== 'status' && operation.type !== 'picture') return;
  const out = writeStamp(createWriter().u8(VERSION), stamp);
  const value = operation.type === 'status' ? out.text(operation.text) : out.bytes(operation.bytes);
  work.put('conversations', [localId, operation.type, encodeBase64url(writer)], value.finish());
};

export const readPresented = async (work: Work, localId: string): Promise<readonly Said[]> => {
  const rows = await Promise.all(
    PARTS.map((part) => work.stored('conversations', [localId, part])),
  );
  return rows.flat().flatMap(({ key: [, part, name], value }) => readSaid(part, name, value));
};

/** The latest of what these writers said: the devices of one person. */
export const presentedBy = (
  said: readonly Said[],
  isTheirs: (writer: Uint8Array) => boolean,
): Presented => {
  const theirs = said
    .filter(({ writer }) => isTheirs(writer))
    .toSorted((a, b) => compareStamps(a.stamp, b.stamp));
  const status = theirs.findLast(({ part }) => part === 'status');
  const picture = theirs.findLast(({ part }) => part === 'picture');
  const bytes = picture?.part === 'picture' ? picture.bytes : undefined;
  return {
    status: status?.part === 'status' ? status.text : '',
    picture: bytes && bytes.length > 0 ? bytes : undefined,
  };
};

export const isSamePresented = (a: Presented, b: Presented): boolean =>
  a.status === b.status && equalBytes(a.picture ?? NO_BYTES, b.picture ?? NO_BYTES);

const readSaid = (
  part: string | number | undefined,
  name: string | number | undefined,
  value: Uint8Array,
): readonly Said[] => {
  const writer = typeof name === 'string' ? decodeBase64url(name) : undefined;
  if (!writer?.ok) return [];
  const parsed = parseBytes(value, (reader): Said => {
    reader.require(reader.u8() === VERSION);
    const from = { writer: writer.value, stamp: readStamp(reader) };
    return part === 'status'
      ? { ...from, part, text: reader.text(MAX_STATUS_BYTES) }
      : { ...from, part: 'picture', bytes: reader.bytes(MAX_PICTURE_BYTES) };
  });
  return parsed.ok ? [parsed.value] : [];
};

const NO_BYTES = new Uint8Array(0);
