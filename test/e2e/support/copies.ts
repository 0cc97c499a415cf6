/**
 * Copies of the folder of a browser, as backups of a whole disk make them: the same device, as it
 * was at a moment.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from './person.ts';

/** Where a browser is to keep everything; removed by the browser that is started on it. */
export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'grapevine-copied-'));
}

/** The folder as it is; its browser has to be closed, or the copy is of a moment that never was. */
export async function copyFolder(from: string): Promise<string> {
  const copy = await newFolder();
  await cp(from, copy, { recursive: true });
  return copy;
}

/** The browser of `person` comes back on what its folder was when it was copied; closed before. */
export async function setBack(person: Person, folder: string, copy: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  await cp(copy, folder, { recursive: true });
  await person.browser.restart();
}
