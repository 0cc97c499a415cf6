/**
 * The worker that looks for a QR code, so that the screen never waits for it. What it is handed
 * goes to a canvas of its own and is forgotten with the next picture.
 */

import { readPixels, sizesToTry, type Kind } from './pixels.ts';
import type { Asked, Reading } from './qr-reader.ts';

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => void answer(data));

async function answer({ id, source }: Asked): Promise<void> {
  self.postMessage({ id, reading: await read(source) });
}

async function read(source: ImageBitmap | Blob): Promise<Reading> {
  if (source instanceof ImageBitmap) return readBitmap(source, 'frame');
  const bitmap = await decoded(source);
  return bitmap === undefined ? { kind: 'unreadable' } : readBitmap(bitmap, 'picture');
}

/** A file that the browser cannot read as a picture is an answer, not a mistake. */
async function decoded(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

function readBitmap(bitmap: ImageBitmap, kind: Kind): Reading {
  try {
    for (const { width, height } of sizesToTry(bitmap, kind)) {
      const text = readPixels(draw(bitmap, width, height), kind, () => performance.now());
      if (text !== undefined) return { kind: 'text', text };
    }
    return { kind: 'nothing' };
  } finally {
    bitmap.close();
  }
}

/** On white, because a drawing may have no ground of its own. */
function draw(bitmap: ImageBitmap, width: number, height: number): ImageData {
  if (context === null) throw new Error('A worker without a canvas to draw on.');
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
