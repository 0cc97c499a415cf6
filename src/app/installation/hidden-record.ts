/**
 * Hidden profiles on disk: boxes that only a passphrase opens, inside a record
 * of the installation.
 *
 * All have one salt and cost, so that one passphrase is tried on all of them
 * at the price of one. A box has the same length whatever is in it. That there
 * are boxes, and how many, can be seen by who holds the installation's key
 * (docs/THREATS.md).
 */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { derive, labelled } from '../../core/crypto/derive.ts';
import {
  PASSPHRASE_SALT_LENGTH,
  readCost,
  writeCost,
  type PassphraseCost,
} from '../../core/crypto/passphrase.ts';
import { openRecord, sealRecord, SEALED_OVERHEAD } from '../../core/crypto/sealed.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { ProfileEntry } from './profile-list.ts';

export type HiddenProfiles = {
  readonly salt: Uint8Array;
  readonly cost: PassphraseCost;
  readonly boxes: readonly Uint8Array[];
};

/** A profile that has a key of its own. */
export type HiddenEntry = ProfileEntry & { readonly key: Uint8Array };

const VERSION = 1;
const MAX_BOXES = 64;
const MAX_ID = 64;
const MAX_NAME = 256;
const KEY_LENGTH = 32;
const TEXT_LENGTH = 384;
const LABEL = 'hidden profile';

export const encodeHidden = ({ salt, cost, boxes }: HiddenProfiles): Uint8Array => {
  const writer = writeCost(createWriter().u8(VERSION).fixed(salt), cost).varint(boxes.length);
  for (const box of boxes) writer.fixed(box);
  return writer.finish();
};

/** Undefined for bytes that are none. */
export const parseHidden = (bytes: Uint8Array): HiddenProfiles | undefined => {
  const parsed = parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const salt = reader.fixed(PASSPHRASE_SALT_LENGTH);
    const cost = readCost(reader);
    const boxes = reader.list(MAX_BOXES, () => reader.fixed(SEALED_OVERHEAD + TEXT_LENGTH));
    return { salt, cost, boxes };
  });
  return parsed.ok ? parsed.value : undefined;
};

/** `secret`: what the passphrase gives, 32 bytes. */
export const sealBox = (
  suite: Suite,
  random: Random,
  secret: Uint8Array,
  { id, key, name }: HiddenEntry,
): Uint8Array => {
  const text = createWriter().text(id).fixed(key).text(name).finish();
  const padded = new Uint8Array(TEXT_LENGTH);
  padded.set(text);
  return sealRecord(suite, random, derive(suite, secret, LABEL), padded, labelled(LABEL, []));
};

/** Null for the box of another passphrase. */
export const openBox = (suite: Suite, secret: Uint8Array, box: Uint8Array): HiddenEntry | null => {
  const text = openRecord(suite, derive(suite, secret, LABEL), box, labelled(LABEL, []));
  if (text === null) return null;
  const parsed = parseBytes(text, (reader) => {
    const id = reader.text(MAX_ID);
    const key = reader.fixed(KEY_LENGTH);
    const name = reader.text(MAX_NAME);
    reader.rest();
    return { id, key, name };
  });
  return parsed.ok ? parsed.value : null;
};
