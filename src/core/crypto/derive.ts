/**
 * The one way keys are made from other keys.
 *
 * Every derivation carries the protocol version and a label of its own, so no
 * two uses of a secret can meet (docs/PROTOCOL.md, "Labels").
 */

import { createWriter } from '../bytes/writer.ts';
import type { Suite } from './suite.ts';

const VERSION = 'grapevine/1 ';
const NO_SALT = new Uint8Array(32);

/** HKDF over `secret` with info = version and label as text, then each context part behind its length. */
export const derive = (
  suite: Suite,
  secret: Uint8Array,
  label: string,
  context: readonly Uint8Array[] = [],
  length = 32,
): Uint8Array => suite.hkdf(secret, NO_SALT, labelled(label, context), length);

/** SHA-256 over version, label and parts, for names and transcripts. */
export const digest = (suite: Suite, label: string, parts: readonly Uint8Array[]): Uint8Array =>
  suite.hash(labelled(label, parts));

/** HMAC over version, label and parts. */
export const authenticate = (
  suite: Suite,
  key: Uint8Array,
  label: string,
  parts: readonly Uint8Array[],
): Uint8Array => suite.mac(key, labelled(label, parts));

/** What is signed: version and label in front, so a signature is good for one purpose. */
export const labelled = (label: string, parts: readonly Uint8Array[]): Uint8Array => {
  const writer = createWriter().fixed(frontOf(label));
  for (const part of parts) writer.bytes(part);
  return writer.finish();
};

/** Encoded once: labels are few, and each is said again and again. */
const fronts = new Map<string, Uint8Array>();

const frontOf = (label: string): Uint8Array => {
  const known = fronts.get(label);
  if (known) return known;
  const front = createWriter()
    .text(VERSION + label)
    .finish();
  fronts.set(label, front);
  return front;
};
