import { describe, expect, it } from 'vitest';
import { readPixels, sizesToTry } from '../../../src/ui/scan/pixels.ts';
import { picture, someLink, type Scene } from './scenes.ts';

/** A busy machine must not see less than an idle one. */
const timeless = () => 0;

const scenes: Readonly<Record<string, Scene>> = {
  'straight on': {},
  'far away': { module: 2.2 },
  near: { module: 8 },
  'in a large frame': { width: 1280, height: 720, module: 4.5 },
  'on end': { turned: 90 },
  'upside down': { turned: 180 },
  'turned by 17°': { turned: 17, module: 4.5 },
  'turned by 45°': { turned: 45, module: 4.5 },
  'turned by 301°': { turned: 301, module: 4.5 },
  'at a slant': { slant: 0.25 },
  'at a small slant, near': { slant: 0.1, module: 8, width: 1280, height: 720 },
  'from below': { slant: -0.2, noise: 10 },
  'from the side': { slant: 0.2, turned: 90, noise: 10 },
  'at a slant and turned': { slant: 0.25, turned: 30, module: 4.5 },
  mirrored: { mirrored: true },
  'mirrored, turned and at a slant': { mirrored: true, turned: 30, slant: 0.1, module: 4.5 },
  'out of focus': { blur: 2, module: 5 },
  'with much noise': { noise: 70 },
  'in little light': { dark: 8, light: 60, around: 20, noise: 6 },
  'in a shadow': { shade: 0.6, noise: 10 },
  'washed out': { dark: 150, light: 235, around: 220, noise: 8 },
  'on a dark screen': { around: 20, light: 255, dark: 36 },
  'light on dark': { dark: 235, light: 30, around: 10 },
  'all of that a little': { turned: 8, slant: 0.15, blur: 1, noise: 20, shade: 0.3, module: 4.5 },
};

describe('the code that the screen shows', () => {
  it.each(Object.entries(scenes))('U-65: is read back exactly %s', (_, scene) => {
    const links = [1, 2, 3].map(someLink);
    const read = links.map((link) => readPixels(picture(link, scene), 'picture', timeless));
    expect(read).toEqual(links);
  });

  it('U-65: is read from one frame of a camera, held still', () => {
    const links = [4, 5, 6, 7].map(someLink);
    const scene: Scene = { turned: 4, slant: 0.1, noise: 12, width: 1280, height: 720, module: 6 };
    expect(links.map((link) => readPixels(picture(link, scene), 'frame', timeless))).toEqual(links);
  });

  it('U-64: is not found where there is none, nor in half of one', () => {
    const whole = picture(someLink(8), { module: 5 });
    const half = { ...whole, height: 240, data: whole.data.subarray(0, 640 * 240 * 4) };
    expect(readPixels(half, 'picture', timeless)).toBeUndefined();
    const noise = picture(someLink(9), { module: 0.01, noise: 120 });
    expect(readPixels(noise, 'picture', timeless)).toBeUndefined();
    expect(
      readPixels({ width: 1, height: 1, data: new Uint8ClampedArray(4) }, 'frame', timeless),
    ).toBeUndefined();
  });

  it('U-64: is looked for in sizes that keep the shape of the picture', () => {
    expect(sizesToTry({ width: 1920, height: 1080 }, 'frame')).toEqual([
      { width: 1280, height: 720 },
    ]);
    expect(sizesToTry({ width: 640, height: 480 }, 'frame')).toEqual([{ width: 640, height: 480 }]);
    expect(sizesToTry({ width: 3024, height: 4032 }, 'picture')).toEqual([
      { width: 960, height: 1280 },
      { width: 2304, height: 3072 },
    ]);
    expect(sizesToTry({ width: 57, height: 57 }, 'picture')).toEqual([
      { width: 57, height: 57 },
      { width: 171, height: 171 },
    ]);
    expect(sizesToTry({ width: 20_000, height: 2 }, 'frame')).toEqual([{ width: 1280, height: 1 }]);
  });
});
