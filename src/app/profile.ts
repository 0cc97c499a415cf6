/** Who a person is here: a name of their choice, kept sealed like everything else. */

import { parseBytes, type Reader } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';
import { textBytes } from '../core/journal/fields.ts';
import { QUIET_PARTS, TELL_ALL, type Told } from './quiet.ts';

export type Profile = {
  /** 1 to 64 characters, at most 256 bytes of UTF-8. */
  readonly name: string;
  /** The conversation or invitation to open at the next visit. */
  readonly lastOpen: string | undefined;
  /** What the person said when asked to keep the storage. */
  readonly storageAnswer: 'none' | 'yes' | 'later';
  /** What contacts are told, where a conversation does not say otherwise. */
  readonly told: Told;
  readonly notifications: Notifications;
};

/** Of new messages while the app is out of sight; `named`: by whom, without what is written. */
export type Notifications = 'off' | 'named' | 'whole';

/** 1 had no switches and no notifications. */
const VERSION = 2;
const MAX_NAME_CHARACTERS = 64;
const MAX_NAME_BYTES = 256;
const ANSWERS = ['none', 'yes', 'later'] as const;
const NOTIFICATIONS = ['off', 'named', 'whole'] as const;

/** A profile as it begins. */
export const newProfile = (name: string): Profile => ({
  name,
  lastOpen: undefined,
  storageAnswer: 'none',
  ...LOUD,
});

/** What whoever has chosen nothing has chosen. */
const LOUD = { told: TELL_ALL, notifications: 'off' } as const;

/** The name as it is kept, or null when nothing is left of it. */
export const tidyName = (typed: string): string | null =>
  tidyText(typed, MAX_NAME_CHARACTERS, MAX_NAME_BYTES);

/** One line of at most so many characters and bytes of UTF-8, or null when nothing is left of it. */
export const tidyText = (typed: string, maxCharacters: number, maxBytes: number): string | null => {
  const characters = Array.from(typed.replace(/[\p{Cc}\s]+/gu, ' ').trim());
  let text = characters.slice(0, maxCharacters).join('').trim();
  while (textBytes(text) > maxBytes) text = Array.from(text).slice(0, -1).join('');
  return text === '' ? null : text;
};

export const encodeProfile = (profile: Profile): Uint8Array =>
  createWriter()
    .u8(VERSION)
    .text(profile.name)
    .text(profile.lastOpen ?? '')
    .u8(ANSWERS.indexOf(profile.storageAnswer))
    .u8(QUIET_PARTS.reduce((bits, part, i) => bits + (profile.told[part] ? 1 << i : 0), 0))
    .u8(NOTIFICATIONS.indexOf(profile.notifications))
    .finish();

/** The profile, or undefined for bytes that are none. */
export const parseProfile = (bytes: Uint8Array): Profile | undefined => {
  const parsed = parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version === 1 || version === VERSION);
    const name = reader.text(MAX_NAME_BYTES);
    const lastOpen = reader.text(64);
    const storageAnswer = ANSWERS[reader.u8()];
    reader.require(storageAnswer !== undefined);
    const answer = storageAnswer ?? 'none';
    const chosen = version === 1 ? LOUD : readChosen(reader);
    return { name, lastOpen: lastOpen || undefined, storageAnswer: answer, ...chosen };
  });
  return parsed.ok ? parsed.value : undefined;
};

const readChosen = (reader: Reader): Pick<Profile, 'told' | 'notifications'> => {
  const bits = reader.u8();
  const notifications = NOTIFICATIONS[reader.u8()];
  reader.require(bits < 1 << QUIET_PARTS.length && notifications !== undefined);
  const isTold = (part: (typeof QUIET_PARTS)[number]) =>
    (bits & (1 << QUIET_PARTS.indexOf(part))) !== 0;
  const told = {
    receipts: isTold('receipts'),
    typing: isTold('typing'),
    presence: isTold('presence'),
  };
  return { told, notifications: notifications ?? 'off' };
};
