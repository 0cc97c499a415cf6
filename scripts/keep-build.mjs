/**
 * Packs the app that is built now into test/e2e/builds/NAME.json.br, so that updating from it can be
 * tried by every build to come: `node scripts/keep-build.mjs NAME`, once for what people were given.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { at } from './paths.mjs';

const [name = ''] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(name)) throw new Error('Say what the build is called.');
const app = at('dist', 'app');
const files = readdirSync(app, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const packed = Object.fromEntries(
  files.map((file) => [relative(app, file), readFileSync(file, 'base64')]),
);
writeFileSync(
  at('test', 'e2e', 'builds', `${name}.json.br`),
  brotliCompressSync(JSON.stringify(packed)),
);
