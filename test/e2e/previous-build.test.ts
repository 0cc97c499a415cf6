/**
 * From a build that people were given to the one of now: Alice, in Chromium, updates first and talks
 * with Bob, in Firefox, who still has the old one; then he does. The old build is kept as it was.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findText, press, valueOf, write } from './support/find.ts';
import { act, findReaction } from './support/message-actions.ts';
import { messagesOn, sameMessages } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import {
  loadedAssets,
  lookForUpdate,
  publish,
  unpackBuild,
  type AppCopy,
} from './support/versions.ts';

const OLD = '2026-11-21';
const DRAFT = 'half a thought of before';
const BEFORE = ['written on the old build', 'edited on the old build', 'This message was deleted'];

describe(`updating from the build of ${OLD}`, () => {
  let app: AppCopy;
  let server: TestServer;
  let alice: Person;
  let bob: Person;
  let oldAssets: readonly string[];

  beforeAll(async () => {
    app = await unpackBuild(OLD);
    oldAssets = await app.assets();
    server = await startServer({ args: ['--app-dir', app.folder] });
    alice = await bringPerson('Alice', 'chromium');
    bob = await bringPerson('Bob', 'firefox');
    await introduce(alice, bob, server.url);
    await press(alice.page(), 'button', 'They match');
    await alice.send('written on the old build');
    await bob.sees('written on the old build');
    await bob.send('to be edited');
    await alice.sees('to be edited');
    await act(bob.page(), 'to be edited', 'Edit');
    await write(bob.page(), 'Message', 'edited on the old build');
    await bob.page().keyboard.press('Enter');
    await alice.send('to be deleted');
    await bob.sees('to be deleted');
    await act(alice.page(), 'to be deleted', 'Delete');
    await press(alice.page(), 'button', 'Delete');
    await bob.sees('This message was deleted');
    for (const { page } of [alice, bob]) {
      await page().evaluate(() => navigator.serviceWorker.ready.then(() => true));
    }
    await write(alice.page(), 'Message', DRAFT);
    await findText(alice.page(), 'list', 'Conversations', `Draft: ${DRAFT}`);
    await publish(app, server);
  });
  afterAll(async () => {
    await Promise.all([alice.leave(), bob.leave()]);
    await server.stop();
    await app.remove();
  });

  it('O-111: the new build is offered and taken, and everything is there', async () => {
    expect(await sameMessages(alice.page(), bob.page(), 3)).toEqual(BEFORE);
    await update(alice);
    expect(await messagesOn(alice.page())).toEqual(BEFORE);
    await eventually('the draft', async () =>
      (await valueOf(alice.page(), 'Message')) === DRAFT ? true : null,
    );
  });

  it('O-111: who has updated and who has not talk with each other', async () => {
    expect(await isOld(bob.page())).toBe(true);
    await alice.page().keyboard.press('Enter');
    await alice.send('from the new build');
    await bob.sees('from the new build');
    await bob.send('from the old build');
    await alice.sees('from the old build');
    await act(alice.page(), 'from the old build', 'React');
    await press(alice.page(), 'button', 'Heart');
    await findReaction(bob.page(), 'Heart, 1: Alice');
    await act(bob.page(), 'edited on the old build', 'Reply');
    await write(bob.page(), 'Message', 'a late answer');
    await bob.page().keyboard.press('Enter');
    await alice.sees('a late answer');
    const before = await messagesOn(bob.page());
    expect(await sameMessages(alice.page(), bob.page(), before.length)).toEqual(before);
  });

  it('O-111: the other follows, and they go on', async () => {
    const before = await messagesOn(bob.page());
    await update(bob);
    expect(await messagesOn(bob.page())).toEqual(before);
    await bob.send('both are new');
    await alice.sees('both are new');
    await alice.send('so they are');
    await bob.sees('so they are');
    await sameMessages(alice.page(), bob.page(), before.length + 2);
    expect(alice.browser.errors).toEqual([]);
  });

  async function update({ page }: Person): Promise<void> {
    await page().bringToFront();
    await lookForUpdate(page());
    await press(page(), 'button', 'Update now');
    await eventually('the new build', async () =>
      (await isOld(page()).catch(() => true)) ? null : true,
    );
    await find(page(), 'textbox', 'Message');
  }

  /** Looking fails while the page is between two documents. */
  async function isOld(page: Page): Promise<boolean> {
    const loaded = await loadedAssets(page);
    return loaded.length === 0 || loaded.some((asset) => oldAssets.includes(asset));
  }
});
