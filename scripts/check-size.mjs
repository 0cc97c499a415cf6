/**
 * The weight of the JavaScript that stands between a person and the first usable screen: the
 * modules index.html names and everything they import statically, each compressed by itself with
 * gzip, as a server sends them. Reads the chunk list that scripts/build.mjs leaves in dist.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { at } from './paths.mjs';

const limit = 160_000;
const aim = 110_000;

const chunks = JSON.parse(readFileSync(at('dist/chunks.json'), 'utf8'));
const sizes = [...staticClosure(chunks, 'index.html')]
  .map((key) => chunks[key].file)
  .filter((file) => file.endsWith('.js'))
  .map((file) => [file, gzipSync(readFileSync(at('dist/app', file))).length]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);

for (const [file, size] of sizes) console.log(`${inKilobytes(size)}  ${file}`);
console.log(
  `${inKilobytes(total)}  before the first screen (limit ${inKilobytes(limit).trim()}, ` +
    `aim ${inKilobytes(aim).trim()}${total > aim && total <= limit ? ': above the aim' : ''})`,
);
process.exitCode = total <= limit ? 0 : 1;

function staticClosure(all, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of all[key].imports ?? []) staticClosure(all, next, seen);
  return seen;
}

function inKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
