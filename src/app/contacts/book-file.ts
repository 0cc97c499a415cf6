/**
 * The address book as a file that a person keeps or carries: names and what was noted, no keys and
 * nothing that could make one. Versioned JSON (docs/PROTOCOL.md, "Address book as a file").
 */

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

export const FORMAT = 'grapevine-contacts';
export const VERSION = 1;

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
