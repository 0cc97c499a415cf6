/**
 * The built app, read once into memory and answered from there.
 *
 * A running node so serves one build and never a mixture of two, no request touches the disk, and
 * no path in a request can lead anywhere but to a name in this table.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { policyOf } from './content-security.ts';

export type AppFile = {
  readonly body: Buffer;
  /** Null where packing would not help. */
  readonly packed: Buffer | null;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
};

/** By path of the URL, for example `/assets/main-BxWZ1a2b.js`. */
export type AppFiles = ReadonlyMap<string, AppFile>;

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/** Reads every plain file below a folder. Hidden files and links are left out. */
export async function readAppFiles(folder: string): Promise<AppFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, AppFile>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const url = '/' + relative(folder, path).split(sep).join('/');
    if (entry.isFile() && !url.includes('/.')) files.set(url, await readAppFile(path, url));
  }
  return files;
}

/** The answer to a GET or HEAD of a path of the app, or null when there is no such file. */
export function answerFile(
  files: AppFiles,
  path: string,
  request: Pick<IncomingMessage, 'headers'>,
): Answer | null {
  const file = files.get(path === '/' ? '/index.html' : path);
  if (file === undefined) return null;
  const headers = {
    'content-security-policy': policyOf(path),
    'cache-control': file.cacheControl,
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (request.headers['if-none-match']?.includes(file.etag) === true) {
    return { status: 304, headers, body: '' };
  }
  const typed = { ...headers, 'content-type': file.type };
  if (file.packed !== null && acceptsGzip(request.headers['accept-encoding'])) {
    return { status: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body: file.packed };
  }
  return { status: 200, headers: typed, body: file.body };
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const PACKED = /^text\/|json|svg|javascript|wasm/;
/** The build puts a hash of the content into these names, so what they name never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const pack = promisify(gzip);

async function readAppFile(path: string, url: string): Promise<AppFile> {
  const body = await readFile(path);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  const packed = PACKED.test(type) ? await pack(body, { level: 9 }) : null;
  return {
    body,
    packed: packed !== null && packed.length < body.length ? packed : null,
    type,
    // Weak, because the packed and the plain bytes share it (RFC 9110, 8.8.1).
    etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    cacheControl: HASHED.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(header ?? ''));
}
