/**
 * The network is loaded once there is a screen. Here it does not come at first, on a first visit,
 * when no worker keeps it yet: the app works on its own, says what is missing, and goes on.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { find, lookFor } from './support/find.ts';
import { bringGuest, bringPerson } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer } from './support/server.ts';
import { copyApp } from './support/versions.ts';
import { findNoWords, findWords } from './support/words.ts';

const MISSING = 'A part of Grapevine could not be loaded';

it.each(['chromium', 'firefox'] as const)(
  'A-473: without its network the app in %s opens, says so, and has it as soon as it is there',
  async (name) => {
    const app = await copyApp();
    const putBack = await takeOut(join(app.folder, 'assets'), 'network-');
    const server = await startServer({ args: ['--app-dir', app.folder] });
    const alice = await bringPerson('Alice', name);
    try {
      await alice.visit(server.url);
      await alice.start();
      await findWords(alice.page(), MISSING);
      await find(alice.page(), 'button', 'Reload');
      const link = await alice.invite();
      await server.stop();
      await putBack();
      await server.start();
      // Firefox may keep to a failure until the page is loaded anew.
      if (name === 'firefox') await alice.reload();
      await findNoWords(alice.page(), MISSING);
      const bob = await bringGuest('Bob', alice.browser);
      await bob.visit(server.url);
      await bob.start();
      await bob.accept(link);
      for (const each of [alice, bob]) await find(each.page(), 'textbox', 'Message');
      await alice.send('here after all');
      await bob.sees('here after all');
      expect(await lookFor(bob.page(), 'button', 'Reload')).toBeNull();
      // Firefox tells of the part that did not come.
      const errors = [...alice.browser.errors, ...bob.browser.errors].filter(isOurs);
      expect(errors.filter((error) => !error.includes('/assets/network-'))).toEqual([]);
      await bob.leave();
    } finally {
      await alice.leave();
      await server.stop();
      await app.remove();
    }
  },
  600_000,
);

/** Takes the one file out of a folder whose name begins so; answers what puts it back. */
async function takeOut(folder: string, beginning: string): Promise<() => Promise<void>> {
  const names = (await readdir(folder)).filter((each) => each.startsWith(beginning));
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) throw new Error(`Found ${names.join(', ')}`);
  const path = join(folder, name);
  const content = await readFile(path);
  await rm(path);
  return () => writeFile(path, content);
}
