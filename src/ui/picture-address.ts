/** An address under which a page shows the bytes of a picture; the same for the same object. */

import { pictureType } from '../app/contacts/picture.ts';

const known = new WeakMap<Uint8Array, string>();

/** Undefined for bytes that are not shown as a picture. */
export function pictureAddress(bytes: Uint8Array): string | undefined {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const type = pictureType(bytes);
  if (type === null) return undefined;
  const address = `data:${type};base64,${btoa(String.fromCharCode(...bytes))}`;
  known.set(bytes, address);
  return address;
}
