/**
 * An invitation: what the link or QR code carries, all of it after `#`.
 *
 * A rendezvous secret, a commitment to keys that follow in band, an expiry, and
 * a name that proves nothing. With an origin of up to 32 characters the whole
 * link is at most 200 (docs/PROTOCOL.md, "Invitation").
 */

import { encodeUtf8 } from 'lib0/string';
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import { err, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';

export type Invitation = {
  /** 32 bytes that only the link's holders know: names the meeting place and seals its frames. */
  readonly secret: Uint8Array;
  /** 32 bytes: digest of the inviter's handshake key and nonce. */
  readonly commitment: Uint8Array;
  /** Milliseconds since 1970, whole minutes. */
  readonly expires: number;
  /** The inviter's name, cut to 24 bytes of UTF-8. */
  readonly name: string;
  /** Host and port of the node when it is not the link's own origin; otherwise empty. At most 28 bytes. */
  readonly node: string;
};

export type InvitationFailure =
  /** No invitation, or cut short. */
  | 'malformed'
  /** Made by a newer version. */
  | 'version';

const VERSION = 1;
const CONTACT = 0;
const MINUTE = 60_000;
const MAX_NAME = 24;
const MAX_NODE = 28;
const MAX_TEXT = 2_000;

export const encodeInvitation = (invitation: Invitation): Uint8Array =>
  createWriter()
    .u8(VERSION)
    .u8(CONTACT)
    .fixed(invitation.secret)
    .fixed(invitation.commitment)
    .u32(Math.floor(invitation.expires / MINUTE))
    .text(cutName(invitation.name))
    .text(invitation.node)
    .finish();

export const parseInvitation = (bytes: Uint8Array): Result<Invitation, InvitationFailure> => {
  if (bytes.length > 0 && bytes[0] !== VERSION) return err('version');
  return parseBytes(bytes, readInvitation);
};

/** The link of an invitation below `origin`, for example `https://chat.example`. */
export const invitationLink = (origin: string, invitation: Invitation): string =>
  `${origin}/#${encodeInvitationText(invitation)}`;

export const encodeInvitationText = (invitation: Invitation): string =>
  encodeBase64url(encodeInvitation(invitation));

/** Finds an invitation in what a person pasted: a link, what follows its `#`, or text around it. */
export const findInvitation = (text: string): Result<Invitation, InvitationFailure> => {
  const words = text.slice(0, MAX_TEXT).trim().split(/\s+/);
  const word = words.find((each) => each.includes('#')) ?? words[0] ?? '';
  const decoded = decodeBase64url(word.slice(word.indexOf('#') + 1));
  return decoded.ok ? parseInvitation(decoded.value) : err('malformed');
};

/** The longest beginning of whole characters that fits 24 bytes. */
export const cutName = (name: string): string => {
  let cut = '';
  for (const character of name) {
    if (encodeUtf8(cut + character).length > MAX_NAME) break;
    cut += character;
  }
  return cut;
};

const readInvitation = (reader: Reader): Invitation => {
  reader.u8();
  reader.require(reader.u8() === CONTACT);
  const invitation = {
    secret: reader.fixed(32),
    commitment: reader.fixed(32),
    expires: reader.u32() * MINUTE,
    name: reader.text(MAX_NAME),
    node: reader.text(MAX_NODE),
  };
  reader.require(isHost(invitation.node));
  return invitation;
};

const isHost = (node: string): boolean => node === '' || /^[a-z0-9.-]+(:\d{1,5})?$/.test(node);
