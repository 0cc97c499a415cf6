/**
 * Reading and writing a key with its certificate, so that nobody but this account can read the key.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Result } from '../../src/core/bytes/result.ts';

/** Why a file or folder was not used. `mode` as chmod takes it. */
export type FileFault =
  | { readonly kind: 'open-to-others'; readonly path: string; readonly mode: string }
  | { readonly kind: 'not-ours'; readonly path: string }
  | { readonly kind: 'unusable'; readonly path: string; readonly code: string };

/** Windows keeps no such modes; its folders of a person are closed to others anyway. */
const HAS_MODES = process.platform !== 'win32';

/** Makes a folder for this account alone, or makes sure that the one there is such a folder. */
export async function ensureOwnFolder(folder: string): Promise<Result<null, FileFault>> {
  try {
    // Only the last one is ours to close; those above may be shared.
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
    if (HAS_MODES) await chmod(folder, 0o700);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return err(unusable(folder, error));
  }
  return checkOwn(folder);
}

/** The text of a file; null when there is none. */
export async function readText(path: string): Promise<Result<string | null, FileFault>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? ok(null) : err(unusable(path, error));
  }
}

/** The same for a file that others must not be able to read. */
export async function readSecret(path: string): Promise<Result<string | null, FileFault>> {
  const text = await readText(path);
  if (!text.ok || text.value === null) return text;
  const checked = await checkOwn(path);
  return checked.ok ? text : checked;
}

/** Writes a file of mode 600 in one step: whoever looks sees the old one or the new one. */
export async function writeOwnFile(path: string, text: string): Promise<Result<null, FileFault>> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(draft, path);
    return ok(null);
  } catch (error) {
    return err(unusable(path, error));
  }
}

async function checkOwn(path: string): Promise<Result<null, FileFault>> {
  if (!HAS_MODES) return ok(null);
  try {
    const { mode, uid } = await stat(path);
    const shown = (mode & 0o777).toString(8).padStart(3, '0');
    if ((mode & 0o077) !== 0) return err({ kind: 'open-to-others', path, mode: shown });
    return uid === process.getuid?.() ? ok(null) : err({ kind: 'not-ours', path });
  } catch (error) {
    return err(unusable(path, error));
  }
}

function unusable(path: string, error: unknown): FileFault {
  return { kind: 'unusable', path, code: errorCode(error) };
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
