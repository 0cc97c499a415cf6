/**
 * Which profiles there are on this installation, as one sealed record keeps it.
 *
 * A profile that was added has a random id, from which its database takes its
 * name, and a random key that seals it. The one that came with the app has
 * neither: its database and key are those of the installation, as they were
 * before there could be several.
 */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';

export type ProfileEntry = {
  readonly id: string;
  /** 32 bytes; undefined: the installation's own. */
  readonly key: Uint8Array | undefined;
  /** What it was called when it was added, or empty; later names are in its own database. */
  readonly name: string;
};

export type ProfileList = {
  /** In the order in which they came; never empty. */
  readonly profiles: readonly ProfileEntry[];
  /** Which one a new tab shows. */
  readonly shown: string;
  /** Removed, but their databases may still be there. */
  readonly doomed: readonly string[];
};

export const FIRST_PROFILE = 'first';
/** Each has a socket of its own, and a node bounds those of one address. */
export const MAX_PROFILES = 12;

/** As it is before anybody added a profile. */
export const ONE_PROFILE: ProfileList = {
  profiles: [{ id: FIRST_PROFILE, key: undefined, name: '' }],
  shown: FIRST_PROFILE,
  doomed: [],
};

const VERSION = 1;
const MAX_ID = 64;
const MAX_NAME = 256;
const MAX_DOOMED = 1_000;
const KEY_LENGTH = 32;

export const databaseOf = (id: string): string =>
  id === FIRST_PROFILE ? 'grapevine' : `grapevine-${id}`;

/** It was begun for a link to another device, from which its name comes. */
export const isNameless = ({ id, name }: ProfileEntry): boolean =>
  name === '' && id !== FIRST_PROFILE;

export const withProfile = (list: ProfileList, entry: ProfileEntry): ProfileList => ({
  ...list,
  profiles: [...list.profiles.filter(({ id }) => id !== entry.id), entry],
});

/** The last one cannot go: the list stays as it is. */
export const withoutEntry = (list: ProfileList, id: string): ProfileList => {
  const profiles = list.profiles.filter((each) => each.id !== id);
  const [next] = profiles;
  if (!next || profiles.length === list.profiles.length) return list;
  return { ...list, profiles, shown: list.shown === id ? next.id : list.shown };
};

/** The same, and its database is to be deleted. */
export const withoutProfile = (list: ProfileList, id: string): ProfileList => {
  const without = withoutEntry(list, id);
  return without === list ? list : { ...without, doomed: [...list.doomed, id] };
};

/** Its database is gone. */
export const withoutDoomed = (list: ProfileList, id: string): ProfileList => ({
  ...list,
  doomed: list.doomed.filter((each) => each !== id),
});

export const encodeProfileList = ({ profiles, shown, doomed }: ProfileList): Uint8Array => {
  const writer = createWriter().u8(VERSION).text(shown).varint(profiles.length);
  for (const { id, key, name } of profiles) {
    writer
      .text(id)
      .bytes(key ?? new Uint8Array())
      .text(name);
  }
  writer.varint(doomed.length);
  for (const id of doomed) writer.text(id);
  return writer.finish();
};

/** The list, or undefined for bytes that are none. */
export const parseProfileList = (bytes: Uint8Array): ProfileList | undefined => {
  const parsed = parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const shown = reader.text(MAX_ID);
    const profiles = reader.list(MAX_PROFILES, readEntry);
    const doomed = reader.list(MAX_DOOMED, () => reader.text(MAX_ID));
    reader.require(profiles.some(({ id }) => id === shown));
    return { profiles, shown, doomed };
  });
  return parsed.ok ? parsed.value : undefined;
};

const readEntry = (reader: Reader): ProfileEntry => {
  const id = reader.text(MAX_ID);
  const key = reader.bytes(KEY_LENGTH);
  reader.require(key.length === (id === FIRST_PROFILE ? 0 : KEY_LENGTH));
  return { id, key: key.length === 0 ? undefined : key, name: reader.text(MAX_NAME) };
};
