/**
 * Makes a small square picture of any picture that the browser can read. It is drawn and encoded
 * anew, so nothing of the file it came from is in it: no place, no time, no camera.
 */

/** Of what is kept and told to contacts. */
const SIDE = 96;
const MAX_BYTES = 12_288;

/** Tried in turn until one is small enough. */
const FORMS = [
  ['image/webp', 0.85],
  ['image/webp', 0.6],
  ['image/webp', 0.3],
  ['image/jpeg', 0.8],
  ['image/jpeg', 0.5],
  ['image/jpeg', 0.2],
] as const;

/** The bytes of a WebP or JPEG file; null for what is no picture. */
export async function shrinkPicture(file: Blob): Promise<Uint8Array | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  try {
    return await encode(draw(bitmap));
  } finally {
    bitmap.close();
  }
}

/** The middle of it, on white: without transparency both formats stay simple. */
function draw(bitmap: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return canvas;
  const side = Math.min(bitmap.width, bitmap.height);
  const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  context.fillStyle = 'white';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, side, side, 0, 0, SIDE, SIDE);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement): Promise<Uint8Array | null> {
  for (const [type, quality] of FORMS) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
    // A browser that cannot write a format gives PNG in its place.
    if (blob?.type !== type || blob.size > MAX_BYTES) continue;
    return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
}
