/**
 * What devices of one person tell each other, as bytes (docs/PROTOCOL.md, "Own devices").
 *
 * The first four lead a new device into the hidden conversation, the later ones
 * go on in it: registers, and the same two for every other conversation.
 */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import { createWriter, type Writer } from '../../core/bytes/writer.ts';
import { readAdmission, writeAdmission, type Admission } from '../../core/members/admission.ts';
import type { Welcome } from '../conversation/devices.ts';
import { encodeEntries, parseEntries, type RegisterEntry } from '../registers/entry.ts';
import { readWelcome, writeWelcome } from './welcome-codec.ts';

export type Telling =
  /** By the new device: its person has compared the emoji, and they match. */
  | { readonly type: 'matched' }
  /** To the new device, when both have said so: what it may ask to be let into, and whose it is. */
  | {
      readonly type: 'offer';
      readonly conversationId: Uint8Array;
      readonly member: Uint8Array;
      readonly name: string;
    }
  /** By a new device: let me into that conversation. */
  | {
      readonly type: 'introduction';
      readonly conversationId: Uint8Array;
      readonly admission: Admission;
    }
  /** To the device with that writer (32 bytes): you are let in. */
  | { readonly type: 'welcome'; readonly writer: Uint8Array; readonly welcome: Welcome }
  | { readonly type: 'registers'; readonly entries: readonly RegisterEntry[] }
  /** To the new device, before its welcome: links by which other profiles come to it too. */
  | { readonly type: 'along'; readonly links: readonly string[] }
  /** By the new device, in place of asking: that profile is on it already. */
  | { readonly type: 'here' }
  /** To the new device, in place of a welcome: it cannot be let in, now or later. */
  | { readonly type: 'refused' };

const CODES = [
  'matched',
  'offer',
  'introduction',
  'welcome',
  'registers',
  'along',
  'here',
  'refused',
] as const;
const MAX_NAME = 256;
const MAX_LINK = 512;
const MAX_ALONG = 64;

export const encodeTelling = (telling: Telling): Uint8Array =>
  writeFields(createWriter().u8(CODES.indexOf(telling.type)), telling).finish();

/** Null for what is malformed, or of a later version. */
export const parseTelling = (bytes: Uint8Array): Telling | null => {
  const parsed = parseBytes(bytes, (reader) => {
    const type = CODES[reader.u8()];
    return type === undefined ? ignoreRest(reader) : readFields(reader, type);
  });
  return parsed.ok ? parsed.value : null;
};

const writeFields = (out: Writer, telling: Telling): Writer => {
  switch (telling.type) {
    case 'matched':
    case 'here':
    case 'refused':
      return out;
    case 'along':
      out.varint(telling.links.length);
      for (const link of telling.links) out.text(link);
      return out;
    case 'offer':
      return out.fixed(telling.conversationId).fixed(telling.member).text(telling.name);
    case 'introduction':
      return writeAdmission(out.fixed(telling.conversationId), telling.admission);
    case 'welcome':
      return writeWelcome(out.fixed(telling.writer), telling.welcome);
    case 'registers':
      return out.fixed(encodeEntries(telling.entries));
  }
};

const readFields = (reader: Reader, type: Telling['type']): Telling => {
  switch (type) {
    case 'matched':
    case 'here':
    case 'refused':
      return { type };
    case 'along':
      return { type, links: reader.list(MAX_ALONG, () => reader.text(MAX_LINK)) };
    case 'offer': {
      const [conversationId, member] = [reader.fixed(32), reader.fixed(32)];
      return { type, conversationId, member, name: reader.text(MAX_NAME) };
    }
    case 'introduction':
      return { type, conversationId: reader.fixed(32), admission: readAdmission(reader) };
    case 'welcome':
      return { type, writer: reader.fixed(32), welcome: readWelcome(reader) };
    case 'registers': {
      const entries = parseEntries(reader.rest());
      reader.require(entries.ok);
      return { type, entries: entries.ok ? entries.value : [] };
    }
  }
};

const ignoreRest = (reader: Reader): null => {
  reader.rest();
  return null;
};
