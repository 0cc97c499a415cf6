/**
 * The address book as a file that a person keeps or carries: names and what was noted, no keys and
 * nothing that could make one. Versioned JSON (docs/PROTOCOL.md, "Address book as a file").
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';

export type BookEntry = {
  /** As contactKey gives it. */
  readonly contact: string;
  readonly name: string;
  readonly nickname: string | undefined;
  readonly isBlocked: boolean;
  /** For who reads the file; loading it makes nobody verified. */
  readonly isCompared: boolean;
};

/** What loading a file came to, in contacts. */
export type BookLoaded = {
  /** Given the nickname of the file. */
  readonly named: number;
  readonly blocked: number;
  /** Nicknames of contacts that are not here: shown once their conversation is. */
  readonly kept: number;
  /** Nothing of the file was new. */
  readonly same: number;
};

export type BookFailure = 'malformed' | 'newer';

const FORMAT = 'grapevine-contacts';
const VERSION = 1;
const MAX_TEXT = 4_000_000;
const MAX_CONTACTS = 10_000;
const MAX_NAME = 256;

/** `saved`: a time as RFC 3339 has it. */
export const encodeBook = (entries: readonly BookEntry[], saved: string): string => {
  const contacts = entries.map(({ contact, name, nickname, isBlocked, isCompared }) => ({
    contact,
    name,
    nickname: nickname ?? null,
    blocked: isBlocked,
    compared: isCompared,
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, saved, contacts }, null, 1)}\n`;
};

/** Fields that are not known are left alone; a contact that cannot be read makes the file malformed. */
export const parseBook = (text: string): Result<readonly BookEntry[], BookFailure> => {
  const book = parseJson(text);
  if (!isRecord(book) || book['format'] !== FORMAT) return err('malformed');
  const { version, contacts } = book;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err('malformed');
  }
  if (version > VERSION) return err('newer');
  if (!Array.isArray(contacts) || contacts.length > MAX_CONTACTS) return err('malformed');
  const entries = contacts.map(parseEntry);
  return entries.every((entry) => entry !== null) ? ok(entries) : err('malformed');
};

const parseEntry = (value: unknown): BookEntry | null => {
  if (!isRecord(value)) return null;
  const { contact, name, nickname, blocked, compared } = value;
  if (typeof contact !== 'string' || !/^[\w-]{22}$/.test(contact)) return null;
  if (!isName(name) || (nickname !== null && !isName(nickname))) return null;
  return {
    contact,
    name,
    nickname: nickname ?? undefined,
    isBlocked: blocked === true,
    isCompared: compared === true,
  };
};

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_NAME;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string): unknown => {
  if (text.length > MAX_TEXT) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller tells it as malformed.
    return undefined;
  }
};
