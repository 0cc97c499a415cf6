/**
 * Which bytes may be shown as a picture of a person: a small WebP or JPEG file. Whoever sends one
 * chooses every byte of it, so how large it would be drawn is read from it before any decoder sees
 * it; and nothing that could be a page or a script is ever taken for a picture.
 *
 * Sources: RFC 9649 (WebP); ITU-T T.81 (JPEG), B.2.2 and B.1.1.3.
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

/** Of the one frame; a file with several is none of ours. Chunk by chunk up to the frame. */
const webpSize = (bytes: Uint8Array): Size | null => {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return null;
  const at = (i: number): number => bytes[i] ?? 0;
  for (let i = 12; i + 18 <= bytes.length;) {
    const name = textAt(bytes, i, 4);
    const length = at(i + 4) | (at(i + 5) << 8) | (at(i + 6) << 16);
    if (at(i + 7) !== 0 || name === 'ANIM' || name === 'ANMF') return null;
    if (name === 'VP8 ' || name === 'VP8L') return frameSize(bytes.subarray(i + 8), name);
    i += 8 + length + (length % 2);
  }
  return null;
};

const frameSize = (frame: Uint8Array, name: 'VP8 ' | 'VP8L'): Size | null => {
  const at = (i: number): number => frame[i] ?? 0;
  if (name === 'VP8 ') {
    const isKeyFrame = at(3) === 0x9d && at(4) === 0x01 && at(5) === 0x2a;
    const side = (i: number): number => (at(i) | (at(i + 1) << 8)) & 0x3fff;
    return isKeyFrame ? { width: side(6), height: side(8) } : null;
  }
  if (at(0) !== 0x2f) return null;
  const bits = at(1) | (at(2) << 8) | (at(3) << 16) | (at(4) << 24);
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
