/**
 * Pictures to be looked at while working: `npx tsx test/ui/shots.ts [state ...]` puts them into
 * .cache/shots. `VIEWS=phone,desk` and `LOOKS=light,dark` choose, `LOCALE` and `DIR` as they say.
 * The whole gallery is made by `npm run screens`.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPhotographer } from './screens/photographer.ts';
import { looks, views, type Look, type ViewName } from './screens/views.ts';

const folder = fileURLToPath(new URL('../../.cache/shots/', import.meta.url));
const { VIEWS = 'phone,desk', LOOKS = 'light,dark', LOCALE = 'en', DIR = 'ltr' } = process.env;
const chosenViews = chosen(Object.keys(views) as ViewName[], VIEWS);
const chosenLooks = chosen(Object.keys(looks) as Look[], LOOKS);

await mkdir(folder, { recursive: true });
const photographer = await createPhotographer(console.log);
try {
  const wanted = process.argv.slice(2);
  const states = wanted.length > 0 ? wanted : await photographer.states();
  const dir = DIR === 'rtl' ? 'rtl' : 'ltr';
  for (const view of chosenViews) {
    for (const look of chosenLooks) {
      for (const state of states) {
        const picture = await photographer.take({ state, view, look, dir, locale: LOCALE });
        await writeFile(`${folder}${state}.${view}-${look}.webp`, picture);
      }
    }
  }
} finally {
  await photographer.close();
}

function chosen<Name extends string>(all: readonly Name[], wanted: string): readonly Name[] {
  return all.filter((name) => wanted.split(',').includes(name));
}
