/** Names of the registers by which devices of one person know each other and what they have. */

import { decodeBase64url, encodeBase64url } from '../../core/bytes/base64url.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Registers } from '../registers/registers.ts';

/** The writer by which a device is in a conversation, and the member that it belongs to. */
export type Place = {
  readonly conversationId: Uint8Array;
  /** The device, by its writer in the hidden conversation. */
  readonly device: Uint8Array;
  readonly writer: Uint8Array;
  readonly member: Uint8Array;
};

const PLACES = 'place/';

export const placeKey = (conversationId: Uint8Array, device: Uint8Array): string =>
  `${PLACES}${encodeBase64url(conversationId)}/${encodeBase64url(device)}`;

export const isPlaceKey = (key: string): boolean => key.startsWith(PLACES);

export const encodePlace = ({ writer, member }: Pick<Place, 'writer' | 'member'>): Uint8Array =>
  createWriter().fixed(writer).fixed(member).finish();

/** All that are known: which device has which conversation. */
export const readPlaces = (registers: Registers): readonly Place[] =>
  registers.keys(PLACES).flatMap((key): readonly Place[] => {
    const [conversation = '', device = ''] = key.slice(PLACES.length).split('/');
    const [conversationId, deviceId] = [decodeBase64url(conversation), decodeBase64url(device)];
    const value = registers.get(key);
    const parsed =
      value &&
      parseBytes(value, (reader) => ({ writer: reader.fixed(32), member: reader.fixed(32) }));
    if (!conversationId.ok || !deviceId.ok || !parsed?.ok) return [];
    return [{ conversationId: conversationId.value, device: deviceId.value, ...parsed.value }];
  });

export const nameKey = (device: Uint8Array): string => `device/${encodeBase64url(device)}/name`;

/** When the device last said to be there: u48, milliseconds since 1970. */
export const seenKey = (device: Uint8Array): string => `device/${encodeBase64url(device)}/seen`;

export const goneKey = (device: Uint8Array): string => `device/${encodeBase64url(device)}/gone`;

export const readKey = (conversationId: Uint8Array): string =>
  `read/${encodeBase64url(conversationId)}`;

/** A name as the value of a register. */
export const encodeName = (name: string): Uint8Array => createWriter().text(name).finish();

export const parseName = (value: Uint8Array | undefined): string | undefined => {
  const parsed = value && parseBytes(value, (reader) => reader.text(MAX_NAME));
  return parsed?.ok ? parsed.value : undefined;
};

const MAX_NAME = 256;
