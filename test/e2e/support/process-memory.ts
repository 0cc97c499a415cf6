/**
 * All that a running process holds, as Linux shows it to its parent: every mapping it can write
 * (proc(5), "/proc/pid/maps", "/proc/pid/mem"), heap, buffers and stacks alike, live or not yet
 * collected.
 */
import { open, readFile, readdir, readlink } from 'node:fs/promises';
import type { Place } from './search.ts';

const PART = 16 * 1024 * 1024;
/** What spans two parts is found too. */
const OVERLAP = 4096;

/** One place for every 16 MB. */
export async function memoryOf(pid: number): Promise<Place[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const file = await open(`/proc/${pid}/mem`, 'r');
  try {
    const places: Place[] = [];
    for (const line of maps.split('\n')) {
      const [, from = '', to = '', what = ''] =
        /^(\w+)-(\w+) rw.. \S+ \S+ \d+ *(.*)$/.exec(line) ?? [];
      if (from === '') continue;
      const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      for (let at = start; at < end; at += PART - OVERLAP) {
        const bytes = Buffer.alloc(Math.min(PART, end - at));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, at).catch(ifGone);
        places.push({
          name: `memory at ${at.toString(16)} ${what}`,
          bytes: bytes.subarray(0, bytesRead),
        });
      }
    }
    return places;
  } finally {
    await file.close();
  }
}

/** Files that the process holds open for writing. */
export async function writtenFiles(pid: number): Promise<string[]> {
  const files: string[] = [];
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
    const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => '');
    const flags = Number.parseInt(/flags:\s*(\d+)/.exec(info)?.[1] ?? '0', 8);
    if (target.startsWith('/') && !target.startsWith('/dev/') && (flags & 3) !== 0)
      files.push(target);
  }
  return files;
}

/** A mapping that was given back between the list and the look, or holds nothing to read. */
function ifGone(error: unknown): { bytesRead: number } {
  if (error instanceof Error && 'code' in error && error.code === 'EIO') return { bytesRead: 0 };
  throw error;
}
