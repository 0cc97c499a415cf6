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
import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';

/**
 * What it is an invitation to: a conversation of two people, one person's own devices, back into a
 * conversation that the other lost with all devices, or one more profile for a device that another
 * profile has been compared with.
 */
export type InvitationMode = (typeof MODES)[number];

export type Invitation = {
  readonly mode: InvitationMode;
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
  /** Of mode `again` alone, 16 bytes: which conversation, and in whose place (again.ts). */
  readonly about?: Uint8Array;
};

export type InvitationFailure =
  /** No invitation, or cut short. */
  | 'malformed'
  /** Made by a newer version. */
  | 'version';

const VERSION = 1;
const MODES = ['contact', 'device', 'again', 'along'] as const;
const MINUTE = 60_000;
const MAX_NAME = 24;
const MAX_NODE = 28;
const ABOUT = 16;
const MAX_HOST = 255;
const MAX_TEXT = 2_000;
const SHORTEST = 1 + 1 + 32 + 32 + 4 + 1 + 1;
/** Versions to come; what has another first byte is no invitation. */
const NEWEST_VERSION = 15;

/** Throws for one of mode `again` that says not what it is about, and for another that does. */
export const encodeInvitation = (invitation: Invitation): Uint8Array => {
  const { mode, about } = invitation;
  if ((mode === 'again') !== (about?.length === ABOUT)) throw new RangeError('about what');
  return createWriter()
    .u8(VERSION)
    .u8(MODES.indexOf(invitation.mode))
    .fixed(invitation.secret)
    .fixed(invitation.commitment)
    .u32(Math.floor(invitation.expires / MINUTE))
    .text(cutName(invitation.name, mode, invitation.node))
    .text(invitation.node)
    .fixed(about ?? new Uint8Array(0))
    .finish();
};

export const parseInvitation = (bytes: Uint8Array): Result<Invitation, InvitationFailure> => {
  if (isNewer(bytes)) return err('version');
  return parseBytes(bytes, readInvitation);
};

/** The link of an invitation below `origin`, for example `https://chat.example`. */
export const invitationLink = (origin: string, invitation: Invitation): string =>
  `${origin}/#${encodeInvitationText(invitation)}`;

export const encodeInvitationText = (invitation: Invitation): string =>
  encodeBase64url(encodeInvitation(invitation));

export type FoundInvitation = {
  readonly invitation: Invitation;
  /** Host and port of the link it was found in; empty when only its text was given. */
  readonly host: string;
};

/**
 * Finds an invitation in what a person pasted or opened: a link, what follows its `#`, or text
 * around either. At most 2,000 characters are looked at.
 */
export const findInvitation = (text: string): Result<FoundInvitation, InvitationFailure> => {
  let failure: InvitationFailure = 'malformed';
  for (const word of text.slice(0, MAX_TEXT).split(/\s+/)) {
    const candidate = word.slice(word.lastIndexOf('#') + 1);
    const decoded = decodeBase64url(/^[\w-]*/.exec(candidate)?.[0] ?? '');
    if (!decoded.ok) continue;
    const parsed = parseInvitation(decoded.value);
    if (parsed.ok) return ok({ invitation: parsed.value, host: hostOf(word) });
    if (parsed.error === 'version') failure = 'version';
  }
  return err(failure);
};

const hostOf = (word: string): string => {
  const host = /https?:\/\/([^/?#]+)\/?[^?#]*#/i.exec(word)?.[1]?.toLowerCase() ?? '';
  return isHost(host) ? host : '';
};

/**
 * The longest beginning of whole characters that fits: 24 bytes, in mode `again` less where the node
 * takes them, so that every link keeps its 200 characters.
 */
export const cutName = (name: string, mode: InvitationMode = 'contact', node = ''): string => {
  const left = MAX_NAME + MAX_NODE - ABOUT - encodeUtf8(node).length;
  const most = mode === 'again' ? Math.min(MAX_NAME, left) : MAX_NAME;
  let cut = '';
  for (const character of name) {
    if (encodeUtf8(cut + character).length > most) break;
    cut += character;
  }
  return cut;
};

const readInvitation = (reader: Reader): Invitation => {
  reader.require(reader.u8() === VERSION);
  const mode = MODES[reader.u8()];
  reader.require(mode !== undefined);
  const invitation = {
    mode: mode ?? 'contact',
    secret: reader.fixed(32),
    commitment: reader.fixed(32),
    expires: reader.u32() * MINUTE,
    name: reader.text(MAX_NAME),
    node: reader.text(MAX_NODE),
    ...(mode === 'again' ? { about: reader.fixed(ABOUT) } : {}),
  };
  reader.require(isHost(invitation.node));
  return invitation;
};

/** Any word is base64url of something: only what is as long as an invitation counts as one. */
const isNewer = (bytes: Uint8Array): boolean =>
  bytes.length >= SHORTEST && (bytes[0] ?? 0) > VERSION && (bytes[0] ?? 0) <= NEWEST_VERSION;

const isHost = (host: string): boolean => {
  if (host.length > MAX_HOST) return false;
  const [, port] = /^[a-z0-9][a-z0-9.-]*(?::([1-9]\d{0,4}))?$/.exec(host) ?? ['', 'none'];
  return host === '' || port === undefined || Number(port) <= 65_535;
};
