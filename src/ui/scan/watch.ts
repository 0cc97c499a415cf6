/** Looks at one frame of the running picture after the other until there is a code in it. */

import type { QrReader, Reading } from './qr-reader.ts';

/** Ten looks a second find a code as fast as a hand holds still, and leave the battery alone. */
const PAUSE = 100;

/** Ends when `found` says yes, when the reader broke, or with `signal`; frames wait for each other. */
export async function watch(
  video: HTMLVideoElement,
  reader: QrReader,
  signal: AbortSignal,
  found: (reading: Reading) => boolean,
): Promise<void> {
  while (!signal.aborted) {
    const frame = await grab(video);
    if (frame !== undefined) {
      const reading = await reader.read(frame);
      if (signal.aborted) return;
      if (reading.kind !== 'nothing' && found(reading)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** Undefined while there is no picture yet, or no more. */
async function grab(video: HTMLVideoElement): Promise<ImageBitmap | undefined> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    return undefined;
  }
  try {
    return await createImageBitmap(video);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
