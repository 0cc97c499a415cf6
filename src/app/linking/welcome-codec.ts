/** What an admitted device is given of a conversation, as bytes (docs/PROTOCOL.md, "Own devices"). */

import type { Reader } from '../../core/bytes/reader.ts';
import type { Writer } from '../../core/bytes/writer.ts';
import { encodeRoomSecrets, parseRoomSecrets } from '../../core/keys/room-secrets.ts';
import { encodeMembers, parseMembers } from '../../core/members/members.ts';
import type { Result } from '../../core/bytes/result.ts';
import type { Welcome } from '../conversation/devices.ts';
import { QUIET_CHOICES, QUIET_PARTS } from '../quiet.ts';

const KINDS = ['direct', 'notes', 'devices'] as const;
const VERDICTS = ['open', 'matched', 'mismatched'] as const;
const MAX_NODE = 255;
const MAX_PART = 2 ** 24;

export const writeWelcome = (out: Writer, welcome: Welcome): Writer => {
  out.u8(KINDS.findIndex((kind) => kind === welcome.kind)).fixed(welcome.conversationId);
  out.u48(welcome.createdAt).text(welcome.node).fixed(welcome.emoji);
  out.u8(VERDICTS.indexOf(welcome.verdict));
  out.bytes(encodeRoomSecrets(welcome.roomSecrets)).bytes(encodeMembers(welcome.members));
  for (const part of QUIET_PARTS) out.u8(QUIET_CHOICES.indexOf(welcome.quiet[part]));
  return out.u8(welcome.tellsRead ? 1 : 0);
};

export const readWelcome = (reader: Reader): Welcome => ({
  kind: oneOf(reader, KINDS),
  conversationId: reader.fixed(32),
  createdAt: reader.u48(),
  node: reader.text(MAX_NODE),
  emoji: reader.fixed(6),
  verdict: oneOf(reader, VERDICTS),
  roomSecrets: some(reader, part(reader, parseRoomSecrets)),
  members: part(reader, parseMembers),
  quiet: {
    receipts: oneOf(reader, QUIET_CHOICES),
    typing: oneOf(reader, QUIET_CHOICES),
    presence: oneOf(reader, QUIET_CHOICES),
  },
  tellsRead: oneOf(reader, [false, true]),
});

const part = <T>(reader: Reader, parse: (bytes: Uint8Array) => Result<T, 'malformed'>): T => {
  const parsed = parse(reader.bytes(MAX_PART));
  return known(reader, parsed.ok ? { value: parsed.value } : undefined).value;
};

/** Without a room secret there is nowhere to meet. */
const some = <T>(reader: Reader, list: readonly T[]): readonly T[] => {
  reader.require(list.length > 0);
  return list;
};

const oneOf = <T>(reader: Reader, values: readonly T[]): T => {
  const at = reader.u8();
  reader.require(at < values.length);
  return known(reader, at < values.length ? { value: values[at] as T } : undefined).value;
};

const known = <T>(reader: Reader, value: T | undefined): T => {
  reader.require(value !== undefined);
  if (value === undefined) throw new Error('unreachable: require(false) ends the parse');
  return value;
};
