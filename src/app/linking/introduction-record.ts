/** The secrets of a writer that is to be let into a conversation, kept until it is. */

import { decodeBase64url, encodeBase64url } from '../../core/bytes/base64url.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { readAdmission, writeAdmission } from '../../core/members/admission.ts';
import type { Key } from '../../ports/store.ts';
import type { Introduction } from '../conversation/devices.ts';
import type { Work } from '../store/work.ts';

const VERSION = 1;

/** `at`: local id of the hidden conversation in which the device introduces itself. */
export const putIntroduction = (
  work: Work,
  at: string,
  conversationId: Uint8Array,
  { writerSeed, kemSeed, successorSeed, admission }: Introduction,
): void => {
  const out = createWriter().u8(VERSION).fixed(writerSeed).fixed(kemSeed).fixed(successorSeed);
  work.put('conversations', keyOf(at, conversationId), writeAdmission(out, admission).finish());
};

export const getIntroduction = async (
  work: Work,
  at: string,
  conversationId: Uint8Array,
): Promise<Introduction | undefined> => {
  const bytes = await work.get('conversations', keyOf(at, conversationId));
  const parsed = bytes && parseIntroduction(bytes);
  return parsed?.ok ? parsed.value : undefined;
};

export const removeIntroduction = (work: Work, at: string, conversationId: Uint8Array): void =>
  work.remove('conversations', keyOf(at, conversationId));

/** The conversations that this device waits to be let into, by id (32 bytes). */
export const pendingIntroductions = async (
  work: Work,
  at: string,
): Promise<readonly Uint8Array[]> => {
  const rows = await work.stored('conversations', [at, INTRODUCTION]);
  return rows.flatMap(({ key }) => {
    const id = decodeBase64url(String(key[2]));
    return id.ok ? [id.value] : [];
  });
};

const INTRODUCTION = 'introduction';

const keyOf = (at: string, conversationId: Uint8Array): Key => [
  at,
  INTRODUCTION,
  encodeBase64url(conversationId),
];

const parseIntroduction = (bytes: Uint8Array) =>
  parseBytes(bytes, (reader): Introduction => {
    reader.require(reader.u8() === VERSION);
    const [writerSeed, kemSeed] = [reader.fixed(32), reader.fixed(32)];
    const successorSeed = reader.fixed(32);
    return { writerSeed, kemSeed, successorSeed, admission: readAdmission(reader) };
  });
