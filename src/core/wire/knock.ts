/**
 * What devices say to each other before a link stands: knocks and the signals of a direct attempt.
 *
 * Bodies of envelopes (envelope.ts); docs/PROTOCOL.md, "Envelope".
 */

import { parseBytes } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';

/** "I am here, and this is what I hold." */
export type Knock = {
  /** A person has the conversation on screen. */
  readonly attending: boolean;
  /** Something that others name is missing here. */
  readonly lacking: boolean;
  /** No place for a link now: it will knock again, for its peer alone, when there is one. */
  readonly busy: boolean;
  /** Who knocks: a claim; the link proves it. 32 bytes. */
  readonly writer: Uint8Array;
  /** Of everything that counts: equal digests have nothing to tell each other. 32 bytes. */
  readonly digest: Uint8Array;
};

export type LinkSignal = {
  /** 8 bytes that the opening side chose. */
  readonly link: Uint8Array;
  /** Descriptions and candidates for the other side's channel; null: no direct channel from here. */
  readonly bytes: Uint8Array | null;
};

/** The most a channel may ask to be carried, in bytes. */
export const MAX_SIGNAL_BODY = 5000;

const SIGNAL = 1;
const REFUSAL = 2;

export const encodeKnock = (knock: Knock): Uint8Array =>
  createWriter()
    .u8((knock.attending ? 1 : 0) + (knock.lacking ? 2 : 0) + (knock.busy ? 4 : 0))
    .fixed(knock.writer)
    .fixed(knock.digest)
    .finish();

export const parseKnock = (body: Uint8Array): Knock | null => {
  const parsed = parseBytes(body, (reader) => {
    const flags = reader.u8();
    const writer = reader.fixed(32);
    const digest = reader.fixed(32);
    const has = (flag: number): boolean => (flags & flag) !== 0;
    return { attending: has(1), lacking: has(2), busy: has(4), writer, digest };
  });
  return parsed.ok ? parsed.value : null;
};

export const encodeLinkSignal = ({ link, bytes }: LinkSignal): Uint8Array => {
  const writer = createWriter()
    .u8(bytes === null ? REFUSAL : SIGNAL)
    .fixed(link);
  return bytes === null ? writer.finish() : writer.fixed(bytes).finish();
};

export const parseLinkSignal = (body: Uint8Array): LinkSignal | null => {
  const parsed = parseBytes(body, (reader): LinkSignal => {
    const type = reader.u8();
    const link = reader.fixed(8);
    reader.require(type === SIGNAL || type === REFUSAL);
    const bytes = reader.rest();
    reader.require(bytes.length <= MAX_SIGNAL_BODY && (type === SIGNAL || bytes.length === 0));
    return { link, bytes: type === SIGNAL ? bytes : null };
  });
  return parsed.ok ? parsed.value : null;
};
