/** What the documents name must be there: files that were moved are what makes them untrue first. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const folders = new Set(files.flatMap((file) => ancestors(file)));
const documents = files.filter((file) => file.endsWith('.md') && !file.startsWith('test/vectors/'));
const textOf = (file: string) => readFileSync(posix.join(root, file), 'utf8');

function ancestors(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...ancestors(parent)];
}

/** As GitHub makes them: lower case, punctuation gone, spaces as hyphens. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (text: string) =>
  [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].map(
    ([, path = '', anchor]) => ({ path, anchor }),
  );

describe.each(documents)('%s', (document) => {
  it('H-108: links only to files and headings that there are', () => {
    const broken = linksOf(textOf(document)).filter(({ path, anchor }) => {
      const target = path === '' ? document : posix.join(dirname(document), path);
      if (!files.includes(target) && !folders.has(target.replace(/\/$/, ''))) return true;
      return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('H-108: names only source files that there are', () => {
    const named = [...textOf(document).matchAll(/`([\w./-]+\.m?ts)`/g)].map(
      ([, path = '']) => path,
    );
    const missing = named.filter(
      (path) => !files.some((file) => file === path || file.endsWith(`/${path}`)),
    );
    expect(missing).toEqual([]);
  });
});
