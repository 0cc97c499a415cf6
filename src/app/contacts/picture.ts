/**
 * Which bytes may be shown as a picture of a person: a small WebP or JPEG file. Whoever sends one
 * chooses every byte of it, so how large it would be drawn is read from it before any decoder sees
 * it; and nothing that could be a page or a script is ever taken for a picture.
 *
 * Sources: RFC 9649 (WebP, the simple formats); ITU-T T.81 (JPEG), B.2.2 and B.1.1.3.
 */

import { MAX_PICTURE_BYTES } from '../../core/journal/control-operations.ts';

export type PictureType = 'image/webp' | 'image/jpeg';

/** Ours are 96 pixels on a side; others may make them somewhat larger. */
const MAX_SIDE = 256;

/** Null for everything that is not shown. */
export const pictureType = (bytes: Uint8Array): PictureType | null => {
  if (bytes.length > MAX_PICTURE_BYTES) return null;
  if (isSmall(webpSize(bytes))) return 'image/webp';
  return isSmall(jpegSize(bytes)) ? 'image/jpeg' : null;
};

type Size = { readonly width: number; readonly height: number };

const isSmall = (size: Size | null): boolean =>
  size !== null && [size.width, size.height].every((side) => side >= 1 && side <= MAX_SIDE);

/** Of the simple formats alone: an extended file could hold frames of any size. */
const webpSize = (bytes: Uint8Array): Size | null => {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return null;
  const at = (i: number): number => bytes[i] ?? 0;
  const chunk = textAt(bytes, 12, 4);
  if (chunk === 'VP8 ' && at(23) === 0x9d && at(24) === 0x01 && at(25) === 0x2a) {
    return { width: (at(26) | (at(27) << 8)) & 0x3fff, height: (at(28) | (at(29) << 8)) & 0x3fff };
  }
  if (chunk !== 'VP8L' || at(20) !== 0x2f) return null;
  const bits = at(21) | (at(22) << 8) | (at(23) << 16) | (at(24) << 24);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
};

/** Segment by segment up to the first frame header, which stands before all data of the picture. */
const jpegSize = (bytes: Uint8Array): Size | null => {
  const at = (i: number): number => bytes[i] ?? 0;
  const pair = (i: number): number => (at(i) << 8) | at(i + 1);
  if (pair(0) !== 0xffd8) return null;
  for (let i = 2; i + 9 <= bytes.length && at(i) === 0xff; i += 2 + pair(i + 2)) {
    if (isFrame(at(i + 1))) return { width: pair(i + 7), height: pair(i + 5) };
  }
  return null;
};

/** SOF0 to SOF15, without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const textAt = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));
