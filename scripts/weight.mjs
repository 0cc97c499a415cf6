/**
 * What the built app weighs on the wire: each file compressed by itself with gzip, as a server
 * sends them. Reads the chunk list that scripts/build.mjs leaves in dist.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { at } from './paths.mjs';

/**
 * The JavaScript that stands between a person and the first usable screen: the modules index.html
 * names and everything they import statically.
 *
 * @returns {[file: string, bytes: number][]}
 */
export function firstScreenScripts() {
  const chunks = JSON.parse(readFileSync(at('dist/chunks.json'), 'utf8'));
  return [...staticClosure(chunks, 'index.html')]
    .map((key) => chunks[key].file)
    .filter((file) => file.endsWith('.js'))
    .map((file) => [file, gzipped(file)]);
}

/** Everything that an installed app holds: what is fetched later, the worker and pictures included. */
export function wholeApp() {
  return readdirSync(at('dist/app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(at('dist/app').length + 1))
    .map((file) => [file, gzipped(file)]);
}

/** @param {[file: string, bytes: number][]} sizes */
export function sumOf(sizes) {
  return sizes.reduce((sum, [, size]) => sum + size, 0);
}

function gzipped(file) {
  return gzipSync(readFileSync(at('dist/app', file))).length;
}

function staticClosure(all, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of all[key].imports ?? []) staticClosure(all, next, seen);
  return seen;
}
