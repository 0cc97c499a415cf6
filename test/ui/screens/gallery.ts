/**
 * `npm run screens`: every screen and state as pictures in docs/screens/, with pages that show them
 * side by side. A state that no group names makes it fail, so that none is forgotten.
 */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { groups } from './groups.ts';
import { groupPage, indexPage } from './pages.ts';
import { createPhotographer, type Photographer, type Shot } from './photographer.ts';
import { plan, special, type Picture } from './plan.ts';

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));

const errors: string[] = [];
const hire = () => createPhotographer((words) => errors.push(words));
// Half of the work is waiting for the page.
const photographers = [await hire(), await hire()] as const;
try {
  const forgotten = forgottenStates(await photographers[0].states());
  if (forgotten.length > 0) throw new Error(`In no group: ${forgotten.join(', ')}`);
  await makeGallery(photographers);
  if (errors.length > 0) throw new Error(`The pages reported: ${[...new Set(errors)].join('; ')}`);
} finally {
  for (const photographer of photographers) await photographer.close();
}

async function makeGallery(by: readonly Photographer[]) {
  await mkdir(`${folder}pictures`, { recursive: true });
  const all = [...plan(), ...special];
  let bytes = 0;
  let changed = 0;
  const left = byScene(all);
  const work = async (photographer: Photographer) => {
    for (let scene = left.shift(); scene !== undefined; scene = left.shift()) {
      for (const { file, shot } of scene) {
        const picture = await takeTwice(photographer, shot);
        bytes += picture.length;
        if (await writeIfChanged(`${folder}pictures/${file}`, picture)) changed += 1;
      }
    }
  };
  await Promise.all(by.map(work));
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

/** Pictures of the same screen in the same window stand together, whoever takes them. */
function byScene(all: readonly Picture[]): Picture[][] {
  const scenes = new Map<string, Picture[]>();
  for (const picture of all) {
    const { state, view, dir, locale } = picture.shot;
    const name = [state, view, dir, locale].join(' ');
    scenes.set(name, [...(scenes.get(name) ?? []), picture]);
  }
  return [...scenes.values()];
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
