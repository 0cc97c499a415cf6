/**
 * `npm run icons`: renders public/icons/*.png from public/favicon.svg with Chromium. The results are
 * committed; run it again after the drawing has changed.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { launchOptions } from './browsers.mjs';
import { at } from './paths.mjs';

const drawing = readFileSync(at('public/favicon.svg'), 'utf8');

/** Without round corners, for systems that cut their own shape. */
const square = drawing.replace(/ rx="\d+"/, '');

/** Everything that matters inside the circle of 80 % that a mask leaves for certain. */
const maskable = square.replace(
  '<g id="mark" transform="',
  '<g transform="translate(66 66) scale(.74) ',
);

const icons = [
  ['icon-192.png', 192, drawing],
  ['icon-512.png', 512, drawing],
  ['icon-maskable-512.png', 512, maskable],
  ['apple-touch-icon.png', 180, square],
];

mkdirSync(at('public/icons'), { recursive: true });
const browser = await puppeteer.launch(launchOptions('chromium'));
try {
  for (const [name, size, svg] of icons) await render(name, size, svg);
} finally {
  await browser.close();
}

async function render(name, size, svg) {
  const page = await browser.newPage();
  await page.setViewport({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await page.screenshot({ path: at('public/icons', name), omitBackground: true });
  await page.close();
}
