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

/** Whether it is a place of that device. */
export const isPlaceOf = (key: string, device: Uint8Array): boolean =>
  isPlaceKey(key) && key.endsWith(`/${encodeBase64url(device)}`);

export const encodePlace = ({ writer, member }: Pick<Place, 'writer' | 'member'>): Uint8Array =>
  createWriter().fixed(writer).fixed(member).finish();

/** All that are known: which device has which conversation. */
export const readPlaces = (registers: Registers): readonly Place[] =>
  registers.keys(PLACES).flatMap((key): readonly Place[] => {
    const [conversation = '', device = ''] = key.slice(PLACES.length).split('/');
    const [conversationId, deviceId] = [decodeBase64url(conversation), decodeBase64url(device)];
    const place = parsePlace(registers.get(key));
    if (!conversationId.ok || !deviceId.ok || !place) return [];
    return [{ conversationId: conversationId.value, device: deviceId.value, ...place }];
  });

/** 32 bytes: the writer as which the device says to be in the conversation, if it said so. */
export const placeWriter = (
  registers: Pick<Registers, 'get'>,
  conversationId: Uint8Array,
  device: Uint8Array,
): Uint8Array | undefined => parsePlace(registers.get(placeKey(conversationId, device)))?.writer;

const parsePlace = (
  value: Uint8Array | undefined,
): Pick<Place, 'writer' | 'member'> | undefined => {
  const parsed =
    value &&
    parseBytes(value, (reader) => ({ writer: reader.fixed(32), member: reader.fixed(32) }));
  return parsed?.ok ? parsed.value : undefined;
};

const enteredPrefix = (device: Uint8Array): string => `entered/${encodeBase64url(device)}/`;

/**
 * That the device is in some conversation as that writer, said by who let it in or heard it say so.
 * All of it is in the key, and a write of any value counts, so that the device cannot take it back.
 */
export const enteredKey = (device: Uint8Array, writer: Uint8Array): string =>
  `${enteredPrefix(device)}${encodeBase64url(writer)}`;

/** As which writers (base64url) the devices of these names were let into conversations. */
export const enteredAs = (
  registers: Pick<Registers, 'all'>,
  devices: readonly Uint8Array[],
): ReadonlySet<string> => {
  const prefixes = devices.map(enteredPrefix);
  const writers = registers.all().flatMap(({ key }) => {
    const prefix = prefixes.find((each) => key.startsWith(each));
    return prefix === undefined ? [] : [key.slice(prefix.length)];
  });
  return new Set(writers);
};

export const nameKey = (device: Uint8Array): string => `device/${encodeBase64url(device)}/name`;

/** When the device last said to be there: u48, milliseconds since 1970. */
export const seenKey = (device: Uint8Array): string => `device/${encodeBase64url(device)}/seen`;

/** Whoever removes the device says so here, with its own name as a writer of registers. */
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
