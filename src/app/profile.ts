/** Who a person is here: a name of their choice, kept sealed like everything else. */

import { parseBytes } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';
import { textBytes } from '../core/journal/fields.ts';

export type Profile = {
  /** 1 to 64 characters, at most 256 bytes of UTF-8. */
  readonly name: string;
  /** The conversation or invitation to open at the next visit. */
  readonly lastOpen: string | undefined;
  /** What the person said when asked to keep the storage. */
  readonly storageAnswer: 'none' | 'yes' | 'later';
};

const VERSION = 1;
const MAX_NAME_CHARACTERS = 64;
const MAX_NAME_BYTES = 256;
const ANSWERS = ['none', 'yes', 'later'] as const;

/** The name as it is kept, or null when nothing is left of it. */
export const tidyName = (typed: string): string | null => {
  const characters = Array.from(typed.replace(/[\p{Cc}\s]+/gu, ' ').trim());
  let name = characters.slice(0, MAX_NAME_CHARACTERS).join('').trim();
  while (textBytes(name) > MAX_NAME_BYTES) name = Array.from(name).slice(0, -1).join('');
  return name === '' ? null : name;
};

export const encodeProfile = (profile: Profile): Uint8Array =>
  createWriter()
    .u8(VERSION)
    .text(profile.name)
    .text(profile.lastOpen ?? '')
    .u8(ANSWERS.indexOf(profile.storageAnswer))
    .finish();

/** The profile, or undefined for bytes that are none. */
export const parseProfile = (bytes: Uint8Array): Profile | undefined => {
  const parsed = parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const name = reader.text(MAX_NAME_BYTES);
    const lastOpen = reader.text(64);
    const storageAnswer = ANSWERS[reader.u8()];
    reader.require(storageAnswer !== undefined);
    return { name, lastOpen: lastOpen || undefined, storageAnswer: storageAnswer ?? 'none' };
  });
  return parsed.ok ? parsed.value : undefined;
};
