/** Whether dist/ is older than what it is built from. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

const sources = [
  ...['src', 'sw', 'signaling', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'],
  ...['scripts/build.mjs', 'tsconfig.base.json'],
];

/** Written last by scripts/build.mjs, so an interrupted build counts as none. */
export const buildStamp = at('dist', '.built');

export function distIsStale() {
  if (!existsSync(buildStamp)) return true;
  const built = statSync(buildStamp).mtimeMs;
  return sources.some((source) => newestIn(at(source)) > built);
}

/** Directories count too: their time changes when a file is removed. */
function newestIn(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .map((name) => newestIn(join(path, name)))
    .reduce((newest, time) => Math.max(newest, time), stat.mtimeMs);
}
