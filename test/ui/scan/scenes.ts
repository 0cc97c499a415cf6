/**
 * Pictures as a camera or a screenshot would give them, made of numbers alone: a code lies on a
 * ground, turned and at a slant, and what a lens and a sensor do to it comes after.
 */

import { encode } from 'uqr';
import { invitationLink } from '../../../src/core/pairing/invitation.ts';
import type { Pixels } from '../../../src/ui/scan/pixels.ts';

export type Scene = {
  /** Of the picture, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Pixels a module where the code is nearest. */
  readonly module?: number;
  /** Degrees. */
  readonly turned?: number;
  /** How much farther the upper edge is than the lower one: 0 straight on, 0.4 steep. */
  readonly slant?: number;
  readonly mirrored?: boolean;
  /** Radius of the blur in pixels. */
  readonly blur?: number;
  /** Of each pixel, up to so many of 255 steps. */
  readonly noise?: number;
  /** Brightness (0 to 255) of the modules, their ground, and the world around it. */
  readonly dark?: number;
  readonly light?: number;
  readonly around?: number;
  /** Brightness lost from the left edge to the right one, as a share. */
  readonly shade?: number;
};

const QUIET_ZONE = 4;

/** A link as long as they come, another one for each seed. */
export function someLink(seed: number): string {
  const draw = sequence(seed);
  const bytes = (length: number) => Uint8Array.from({ length }, () => draw() * 256);
  return invitationLink('https://grapevine.example.org', {
    mode: 'contact',
    secret: bytes(32),
    commitment: bytes(32),
    expires: 1_800_000_000_000 + seed * 60_000,
    name: 'Wilhelmina von der Höhe',
    node: 'node.grapevine.example:8443',
  });
}

/** As the code's element draws it: error correction L, four modules of quiet zone. */
export function picture(text: string, scene: Scene = {}): Pixels {
  const { width = 640, height = 480, noise = 0, blur = 0, shade = 0 } = scene;
  const sharp = lit(text, scene, width, height);
  const seen = blur > 0 ? blurred(sharp, width, height, blur) : sharp;
  const draw = sequence(text.length + noise);
  const data = new Uint8ClampedArray(width * height * 4);
  seen.forEach((value, at) => {
    const shaded = value * (1 - (shade * (at % width)) / width) + (draw() - 0.5) * 2 * noise;
    data.fill(shaded, at * 4, at * 4 + 3);
    data[at * 4 + 3] = 255;
  });
  return { width, height, data };
}

/** Brightness of each pixel, from four looks into it. */
function lit(text: string, scene: Scene, width: number, height: number): Float64Array {
  const { module = 5, turned = 0, slant = 0, mirrored = false } = scene;
  const { dark = 36, light = 250, around = 140 } = scene;
  const { size, data } = encode(text, { ecc: 'L', border: QUIET_ZONE });
  const angle = (turned * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const half = size / 2;

  const at = (x: number, y: number): number => {
    const [px, py] = [(x - width / 2) / module, (y - height / 2) / module];
    const [rx, ry] = [px * cos + py * sin, py * cos - px * sin];
    const depth = 1 + (slant * ry) / size;
    const [u, v] = [(mirrored ? -rx : rx) / depth + half, ry / depth + half];
    if (u < 0 || v < 0 || u >= size || v >= size) return around;
    return data[Math.floor(v)]?.[Math.floor(u)] === true ? dark : light;
  };
  const near = 0.25;
  const far = 0.75;
  return Float64Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    return (
      (at(x + near, y + near) +
        at(x + far, y + near) +
        at(x + near, y + far) +
        at(x + far, y + far)) /
      4
    );
  });
}

/** The mean of a square, three times over, is near to what a lens out of focus does. */
function blurred(from: Float64Array, width: number, height: number, radius: number): Float64Array {
  let now = from;
  for (let turn = 0; turn < 3; turn += 1) {
    now = alongRows(now, width, height, radius / 2);
    now = turnedOver(
      alongRows(turnedOver(now, width, height), height, width, radius / 2),
      height,
      width,
    );
  }
  return now;
}

function alongRows(from: Float64Array, width: number, height: number, radius: number) {
  const reach = Math.ceil(radius);
  const edge = 1 - (reach - radius);
  const weight = (step: number) => (Math.abs(step) === reach ? edge : 1);
  const whole = 2 * radius + 1;
  return Float64Array.from({ length: width * height }, (_, index) => {
    const x = index % width;
    const row = index - x;
    let sum = 0;
    for (let step = -reach; step <= reach; step += 1) {
      const column = Math.min(width - 1, Math.max(0, x + step));
      sum += (from[row + column] ?? 0) * weight(step);
    }
    return sum / whole;
  });
}

function turnedOver(from: Float64Array, width: number, height: number): Float64Array {
  return Float64Array.from(
    { length: width * height },
    (_, index) => from[(index % height) * width + Math.floor(index / height)] ?? 0,
  );
}

/** Numbers from 0 to 1, the same ones every time (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
