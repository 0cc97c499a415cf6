/**
 * Rendezvous names that only the members of a conversation, or who holds an invitation, can compute.
 *
 * A topic and the key of its frames come from a secret and a day, so a node
 * sees names that tell nothing and change daily. Whoever has a wrong clock still
 * meets the others, because the days around the node's clock are listened on too.
 * docs/PROTOCOL.md, "Topics".
 */

import { encodeBase64url } from '../bytes/base64url.ts';
import { createWriter } from '../bytes/writer.ts';
import { authenticate, derive } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

/** `name`: 43 characters of base64url. `key`: 32 bytes, seals the frames published under the name. */
export type Topic = { readonly name: string; readonly key: Uint8Array };

export const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days since 1970 of a time in milliseconds. */
export const dayOf = (time: number): number => Math.max(0, Math.floor(time / DAY_MS));

/** The topic of one day under a room secret (32 bytes). */
export const roomTopic = (suite: Suite, roomSecret: Uint8Array, day: number): Topic =>
  topicUnder(suite, roomSecret, 'topic', day);

/** The topic of one day of an invitation, under its rendezvous secret (32 bytes). */
export const pairingTopic = (suite: Suite, rendezvousSecret: Uint8Array, day: number): Topic =>
  topicUnder(suite, rendezvousSecret, 'pairing topic', day);

const topicUnder = (suite: Suite, secret: Uint8Array, label: string, day: number): Topic => {
  const context = [createWriter().u32(day).finish()];
  return {
    name: encodeBase64url(authenticate(suite, secret, label, context)),
    key: derive(suite, secret, `${label} key`, context),
  };
};

/**
 * The days to listen on: yesterday, today and tomorrow by the device's clock and, when a node has
 * told its own, by that one. Ascending, without repeats: three to six days.
 */
export const topicDays = (deviceTime: number, nodeTime: number | null): readonly number[] => {
  const around = (time: number): readonly number[] =>
    [-1, 0, 1].map((step) => dayOf(time) + step).filter((day) => day >= 0);
  const days = [...around(deviceTime), ...(nodeTime === null ? [] : around(nodeTime))];
  return [...new Set(days)].sort((a, b) => a - b);
};
