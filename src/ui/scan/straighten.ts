/**
 * A code that lies at a slant, made straight. Pure.
 *
 * The reader finds the three large squares of a code, whose centres tell all of how it lies but
 * for one thing: how much farther one side is than the other, which moves the fourth corner. So
 * the fourth corner is tried in several places, the likely ones first, and the picture is drawn
 * anew as if seen from straight above (P. Heckbert, Fundamentals of Texture Mapping and Image
 * Warping, 1989, 2.2.3: from the unit square to a quadrilateral).
 */

import type { Pixels } from './pixels.ts';

export type Point = { readonly x: number; readonly y: number };

/** Centres of the large squares, and the length of a module between them, in pixels. */
export type Squares = {
  readonly tl: Point;
  readonly tr: Point;
  readonly bl: Point;
  readonly module: number;
};

/** Shares of a side by which the fourth corner may be off, in steps that the reader bridges. */
const STEPS = [0, 0.07, -0.07, 0.14, -0.14, 0.21, -0.21];
/** Modules from the centre of a square to where the quiet zone ends. */
const MARGIN = 7.5;
/** Pixels a module in the picture that comes out, and the longest side of that. */
const FINENESS = 5;
const LARGEST = 600;

/** Straight pictures of the code, one for each place where its fourth corner may be. */
export function* straightened(pixels: Pixels, squares: Squares): Generator<Pixels> {
  const { tl, tr, bl, module } = squares;
  const across = { x: tr.x - tl.x, y: tr.y - tl.y };
  const down = { x: bl.x - tl.x, y: bl.y - tl.y };
  const modules = Math.max(Math.hypot(across.x, across.y), Math.hypot(down.x, down.y)) / module;
  if (!(modules > 0) || !Number.isFinite(modules)) return;
  for (const [a, b] of places) {
    const fourth = {
      x: tr.x + down.x + a * across.x + b * down.x,
      y: tr.y + down.y + a * across.y + b * down.y,
    };
    yield redrawn(pixels, projection(tl, tr, fourth, bl), modules);
  }
}

const places = STEPS.flatMap((a) => STEPS.map((b) => [a, b] as const))
  .filter(([a, b]) => a !== 0 || b !== 0)
  .sort(([a, b], [c, d]) => Math.hypot(a, b) - Math.hypot(c, d));

/** From a place in the unit square to a place in the picture. */
type Projection = (u: number, v: number) => Point;

function projection(p0: Point, p1: Point, p2: Point, p3: Point): Projection {
  const [dx1, dx2, sx] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x];
  const [dy1, dy2, sy] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / whole;
  const h = (dx1 * sy - sx * dy1) / whole;
  const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x];
  const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y];
  return (u, v) => {
    const depth = g * u + h * v + 1;
    return { x: (a * u + b * v + p0.x) / depth, y: (d * u + e * v + p0.y) / depth };
  };
}

function redrawn(pixels: Pixels, project: Projection, modules: number): Pixels {
  const border = MARGIN / modules;
  const side = Math.min(LARGEST, Math.round((modules + 2 * MARGIN) * FINENESS));
  const data = new Uint8ClampedArray(side * side * 4);
  const step = (1 + 2 * border) / side;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const { x, y } = project((column + 0.5) * step - border, (row + 0.5) * step - border);
      const at = (row * side + column) * 4;
      const value = brightness(pixels, x - 0.5, y - 0.5);
      data[at] = value;
      data[at + 1] = value;
      data[at + 2] = value;
      data[at + 3] = 255;
    }
  }
  return { width: side, height: side, data };
}

/** Of the green light alone, which is most of what an eye calls brightness; between four pixels. */
function brightness({ width, height, data }: Pixels, x: number, y: number): number {
  const left = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const at = (top * width + left) * 4 + 1;
  const below = at + width * 4;
  const right = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  const upper = (data[at] ?? 0) * (1 - right) + (data[at + 4] ?? 0) * right;
  const lower = (data[below] ?? 0) * (1 - right) + (data[below + 4] ?? 0) * right;
  return upper * (1 - down) + lower * down;
}
