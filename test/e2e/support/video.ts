/** A video for a browser's fake camera: somebody else's screen, held a little crooked. */
import { writeFile } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';

const width = 640;
const height = 480;

/** What is on the page's screen, as a PNG in base64. */
export async function photograph(page: Page): Promise<string> {
  return page.screenshot({ encoding: 'base64' });
}

/**
 * Writes a YUV4MPEG2 file (mjpegtools, yuv4mpeg(5)) that a camera made of a file plays over and
 * over: first nothing to see, then the screen, turned and not quite in the middle.
 */
export async function writeVideo(path: string, page: Page, screen: string): Promise<void> {
  const grey = Buffer.alloc(width * height, 90);
  const turned: Buffer[] = [];
  for (const degrees of [-5, -4, -3]) turned.push(await film(page, screen, degrees));
  const frames = [grey, grey, ...turned, ...turned];
  const colourless = Buffer.alloc((width * height) / 2, 128);
  await writeFile(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
      ...frames.flatMap((brightness) => [Buffer.from('FRAME\n'), brightness, colourless]),
    ]),
  );
}

/** Brightness of each pixel of one frame; any page can draw it. */
async function film(page: Page, screen: string, degrees: number): Promise<Buffer> {
  const drawn = await page.evaluate(
    async (png, turn, [across, down]) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(across, down).getContext('2d');
      if (context === null) throw new Error('No canvas to draw on.');
      context.fillStyle = '#5a5a5a';
      context.fillRect(0, 0, across, down);
      context.translate(across / 2 + 12, down / 2 - 6);
      context.rotate((turn * Math.PI) / 180);
      context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
      const { data } = context.getImageData(0, 0, across, down);
      let text = '';
      for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at + 1] ?? 0);
      return btoa(text);
    },
    screen,
    degrees,
    [width, height] as const,
  );
  return Buffer.from(drawn, 'base64');
}
