/**
 * `npm run screens`: every screen and state as pictures in docs/screens/, with pages that show them
 * side by side. A state that no group names makes it fail, so that none is forgotten.
 */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { groups } from './groups.ts';
import { groupPage, indexPage } from './pages.ts';
import { createPhotographer, type Photographer, type Shot } from './photographer.ts';
import { plan, special } from './plan.ts';

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));

const errors: string[] = [];
const photographer = await createPhotographer((words) => errors.push(words));
try {
  const forgotten = forgottenStates(await photographer.states());
  if (forgotten.length > 0) throw new Error(`In no group: ${forgotten.join(', ')}`);
  await makeGallery(photographer);
  if (errors.length > 0) throw new Error(`The pages reported: ${[...new Set(errors)].join('; ')}`);
} finally {
  await photographer.close();
}

async function makeGallery(by: Photographer) {
  await mkdir(`${folder}pictures`, { recursive: true });
  const all = [...plan(), ...special];
  let bytes = 0;
  let changed = 0;
  for (const { file, shot } of all) {
    const picture = await takeTwice(by, shot);
    bytes += picture.length;
    if (await writeIfChanged(`${folder}pictures/${file}`, picture)) changed += 1;
  }
  await removeOthers(all.map(({ file }) => file));
  for (const [name, group] of Object.entries(groups)) {
    await writeFile(`${folder}${name}.md`, groupPage(group));
  }
  await writeFile(`${folder}README.md`, indexPage());
  const megabytes = (bytes / 1e6).toFixed(1);
  console.log(
    `${all.length} pictures, ${megabytes} MB, ${changed} changed: docs/screens/README.md`,
  );
}

/** Fonts and layers may come one frame late: a picture counts when it was the same twice. */
async function takeTwice(by: Photographer, shot: Shot): Promise<Uint8Array> {
  let before = await by.take(shot);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const again = await by.again();
    if (Buffer.compare(before, again) === 0) return again;
    before = again;
  }
  return before;
}

async function writeIfChanged(path: string, content: Uint8Array): Promise<boolean> {
  const before = await readFile(path).catch(() => undefined);
  if (before !== undefined && Buffer.compare(before, content) === 0) return false;
  await writeFile(path, content);
  return true;
}

async function removeOthers(files: readonly string[]) {
  const known = new Set(files);
  for (const name of await readdir(`${folder}pictures`)) {
    if (!known.has(name)) await rm(`${folder}pictures/${name}`);
  }
}

function forgottenStates(states: readonly string[]): readonly string[] {
  const grouped = new Set(Object.values(groups).flatMap((group) => Object.keys(group.states)));
  return states.filter((name) => !grouped.has(name));
}
