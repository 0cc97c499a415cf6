/** Reads a vector file in Node; tests in browsers fetch the same files. */

import { readFileSync } from 'node:fs';

export const loadVectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
