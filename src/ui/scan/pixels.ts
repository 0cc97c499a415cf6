/** From pixels to the text of the QR code in them. Pure; runs in the worker and in tests. */

import { decodeQR, type FinderPoints } from 'qr/decode.js';
import { straightened, type Squares } from './straighten.ts';

export type Pixels = {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly data: Uint8ClampedArray;
};

type Size = { readonly width: number; readonly height: number };

/** Milliseconds for second looks at one picture: a frame is followed by a better one, a file is not. */
const FRAME_PATIENCE = 60;
const PICTURE_PATIENCE = 2000;

/** Longest sides in pixels. A frame has 1,280 at most; a photo is looked at small first. */
const SMALL = 1280;
const LARGE = 3072;
/** Below this a code may be drawn with one pixel a module, which is too little to find it by. */
const TINY = 600;

export type Kind = 'frame' | 'picture';

/** Undefined when there is no code that can be read. `now` gives milliseconds. */
export function readPixels(pixels: Pixels, kind: Kind, now: () => number): string | undefined {
  const text = readUpright(pixels, kind, now);
  // A camera gives no mirrored frames, whatever its preview looks like; a picture may be anything.
  if (text !== undefined || kind === 'frame') return text;
  return readUpright(mirrored(pixels), kind, now);
}

/** In which sizes to look at a picture, in this order, keeping its shape. */
export function sizesToTry({ width, height }: Size, kind: Kind): readonly Size[] {
  const longest = Math.max(width, height);
  const sides = [Math.min(longest, SMALL)];
  if (kind === 'picture' && longest > SMALL) sides.push(Math.min(longest, LARGE));
  if (kind === 'picture' && longest <= TINY) sides.push(longest * 3);
  return sides.map((side) => ({
    width: Math.max(1, Math.round((width * side) / longest)),
    height: Math.max(1, Math.round((height * side) / longest)),
  }));
}

function readUpright(pixels: Pixels, kind: Kind, now: () => number): string | undefined {
  const end = now() + (kind === 'frame' ? FRAME_PATIENCE : PICTURE_PATIENCE);
  const straight = look(pixels);
  if (straight.text !== undefined || straight.squares === undefined) return straight.text;
  for (const redrawn of straightened(pixels, straight.squares)) {
    const { text } = look(redrawn);
    if (text !== undefined) return text;
    if (now() > end) break;
  }
  return undefined;
}

function mirrored({ width, height, data }: Pixels): Pixels {
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const turned = new Uint32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    turned.set(from.slice(row * width, (row + 1) * width).reverse(), row * width);
  }
  return { width, height, data: new Uint8ClampedArray(turned.buffer) };
}

type Look = { readonly text?: string; readonly squares?: Squares };

/** No second looks of the reader's own: straightening finds more, and wants the squares of the first. */
function look(pixels: Pixels): Look {
  let squares: Squares | undefined;
  const pointsOnDetect = ({ tl, tr, bl }: FinderPoints) => {
    squares = { tl, tr, bl, module: (tl.moduleSize + tr.moduleSize + bl.moduleSize) / 3 };
  };
  try {
    return { text: decodeQR(pixels, { pointsOnDetect }) };
  } catch {
    // The reader throws for every picture without a code, and whatever it was that it did not
    // like, it makes no difference to who holds the camera: the next frame comes.
    return { squares };
  }
}
