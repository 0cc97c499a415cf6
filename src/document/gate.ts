/**
 * The one way into the document: entries are taken out of a Yjs update.
 *
 * Foreign structure is never applied. Parents, origins, client ids, deletions,
 * garbage and every content but bytes are stepped over; entries are checked by
 * their own signatures and chains and written anew by page.ts. So no update can
 * delete, mute, displace or fork what the journal holds (docs/SPEC.md, D-1).
 */

import { err, ok, type Result } from '../core/bytes/result.ts';
import type { Suite } from '../core/crypto/suite.ts';
import {
  admitEntries,
  type AdmissionOptions,
  type Admitted,
  type Feeds,
} from '../core/journal/admission.ts';
import { parseEntry, type Entry } from '../core/journal/entry.ts';
import type { HeldPool } from '../core/journal/held.ts';
import { readContent, skipText } from './content.ts';
import { walkBytes, type Cursor } from './cursor.ts';

/** `bytes`: of the update. `items`: binary items in it. */
export type UpdateLimits = { readonly bytes: number; readonly items: number };

/** A binary item: where a stock peer would put it, and a view of its bytes. */
export type FoundItem = {
  readonly client: number;
  readonly clock: number;
  readonly bytes: Uint8Array;
};

/** What a link is closed for. */
export type Blame = 'malformed' | 'oversize';

export type GateResult = Admitted & {
  /** Set when the update, or a binary item in it, is not what a peer of ours sends. */
  readonly blame: Blame | null;
};

/** 8,192 of the smallest entries are longer than 2 MiB. */
export const UPDATE_LIMITS: UpdateLimits = { bytes: 2 * 1024 * 1024, items: 8192 };

/**
 * From an update to longer chains. Entries of unknown feeds, after gaps or without a proof are held
 * in the pool without blame. Sound entries are let in even when others in the update are blamed.
 */
export const admitUpdate = (
  suite: Suite,
  feeds: Feeds,
  pool: HeldPool,
  update: Uint8Array,
  options: AdmissionOptions & { readonly updateLimits?: UpdateLimits } = {},
): GateResult => {
  const found = readUpdate(update, options.updateLimits);
  if (!found.ok) return { runs: [], pool, blame: found.error };
  const { entries, blame } = parseFound(suite, found.value);
  return { ...admitEntries(suite, feeds, pool, entries, options), blame };
};

/**
 * All binary items of a V1 update, in its order; nothing of it is built or applied. `malformed`: not
 * to be walked to its end. `oversize`: over a limit. Time and memory are linear in its length,
 * whatever counts, lengths and clocks it claims.
 */
export const readUpdate = (
  update: Uint8Array,
  limits: UpdateLimits = UPDATE_LIMITS,
): Result<readonly FoundItem[], Blame> => {
  if (update.length > limits.bytes) return err('oversize');
  const found: FoundItem[] = [];
  const walked = walkBytes(update, (cursor) => {
    walkClients(cursor, (item) => {
      if (found.length <= limits.items) found.push(item);
    });
    walkDeletions(cursor);
  });
  if (!walked.ok) return walked;
  return found.length > limits.items ? err('oversize') : ok(found);
};

const parseFound = (
  suite: Suite,
  found: readonly FoundItem[],
): { readonly entries: readonly Entry[]; readonly blame: Blame | null } => {
  const entries: Entry[] = [];
  let blame: Blame | null = null;
  for (const item of found) {
    const entry = parseEntry(suite, item.bytes);
    if (entry.ok) entries.push(entry.value);
    else if (entry.error === 'malformed') blame = 'malformed';
  }
  return { entries, blame };
};

const GC = 0;
const SKIP = 10;
const CONTENT = 0x1f;
const HAS_PARENT_KEY = 0x20;
const HAS_RIGHT = 0x40;
const HAS_LEFT = 0x80;

const walkClients = (cursor: Cursor, onBinary: (item: FoundItem) => void): void => {
  const clients = cursor.varint();
  for (let i = 0; i < clients; i++) {
    const structs = cursor.varint();
    const client = cursor.varint();
    let clock = cursor.varint();
    for (let j = 0; j < structs; j++) {
      const { length, binary } = readStruct(cursor);
      if (binary !== null) onBinary({ client, clock, bytes: binary });
      clock += length;
      if (clock > Number.MAX_SAFE_INTEGER) cursor.fail();
    }
  }
};

const readStruct = (cursor: Cursor): ReturnType<typeof readContent> => {
  const info = cursor.u8();
  if (info === SKIP || (info & CONTENT) === GC) return { length: cursor.varint(), binary: null };
  if ((info & HAS_LEFT) !== 0) skipId(cursor);
  if ((info & HAS_RIGHT) !== 0) skipId(cursor);
  if ((info & (HAS_LEFT | HAS_RIGHT)) === 0) skipParent(cursor, (info & HAS_PARENT_KEY) !== 0);
  return readContent(cursor, info & CONTENT);
};

const skipId = (cursor: Cursor): void => {
  cursor.varint();
  cursor.varint();
};

const skipParent = (cursor: Cursor, hasKey: boolean): void => {
  if (cursor.varint() === 1) skipText(cursor);
  else skipId(cursor);
  if (hasKey) skipText(cursor);
};

const walkDeletions = (cursor: Cursor): void => {
  const clients = cursor.varint();
  for (let i = 0; i < clients; i++) {
    cursor.varint();
    const ranges = cursor.varint();
    for (let j = 0; j < ranges; j++) skipId(cursor);
  }
};
