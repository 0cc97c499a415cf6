/**
 * Seals what is said on a link, one key for each direction, counters as nonces.
 *
 * Nothing is repeated, left out or swapped: the next message opens under the
 * next counter or the session is over. After 2^20 messages the key is replaced
 * by one derived from it and forgotten.
 */

import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import type { Proven } from './handshake.ts';

export type Session = { readonly sending: Direction; readonly receiving: Direction };

export type Direction = { readonly key: Uint8Array; readonly count: number };

export const SESSION_OVERHEAD = 16;

const NO_AAD = new Uint8Array(0);
const NONCE_PADDING = new Uint8Array(18);
const MESSAGES_PER_KEY = 2 ** 20;

export const createSession = (proven: Omit<Proven, 'hereKey'>): Session => ({
  sending: { key: proven.sendKey, count: 0 },
  receiving: { key: proven.receiveKey, count: 0 },
});

/** 16 bytes longer than the message. */
export const sealMessage = (
  suite: Suite,
  session: Session,
  message: Uint8Array,
): { readonly session: Session; readonly sealed: Uint8Array } => {
  const { key, count } = session.sending;
  const sealed = suite.seal(key, nonce(count), message, NO_AAD);
  return { session: { ...session, sending: advance(suite, session.sending) }, sealed };
};

/** Anything but the next message of the other side is `broken`: the session is not to be used again. */
export const openMessage = (
  suite: Suite,
  session: Session,
  sealed: Uint8Array,
): Result<{ readonly session: Session; readonly message: Uint8Array }, 'broken'> => {
  const { key, count } = session.receiving;
  const message = suite.open(key, nonce(count), sealed, NO_AAD);
  if (message === null) return err('broken');
  return ok({ session: { ...session, receiving: advance(suite, session.receiving) }, message });
};

const nonce = (count: number): Uint8Array =>
  createWriter().fixed(NONCE_PADDING).u48(count).finish();

const advance = (suite: Suite, { key, count }: Direction): Direction =>
  count + 1 < MESSAGES_PER_KEY
    ? { key, count: count + 1 }
    : { key: derive(suite, key, 'link rekey'), count: 0 };
