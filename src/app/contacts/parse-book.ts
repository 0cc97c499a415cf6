/** Reads the file of an address book (book-file.ts), which anybody may have made. */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import { FORMAT, VERSION, type BookEntry, type BookFailure } from './book-file.ts';

const MAX_TEXT = 4_000_000;
const MAX_CONTACTS = 10_000;
const MAX_NAME = 256;

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
