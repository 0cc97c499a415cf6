/** Journey 1: being someone. One person, one browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectInSight, looksGood } from './support/look.ts';
import { find, findGone, lookFor, press, valueOf, write } from './support/find.ts';
import { bringGuest, bringPerson, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each(['chromium', 'firefox'] as const)('being someone in %s', (browser) => {
  let server: TestServer;
  let alice: Person;

  beforeAll(async () => {
    server = await startServer();
    alice = await bringPerson('Alice', browser);
  });
  afterAll(async () => {
    await alice.leave();
    await server.stop();
  });

  it('A-40: the first screen asks for a name, and takes an invitation', async () => {
    await alice.visit(server.url);
    const page = alice.page();
    await expectInSight(page, 'textbox', 'Your name');
    await expectInSight(page, 'button', 'Start');
    await expectInSight(page, 'textbox', 'Paste an invitation');
    await expectInSight(page, 'button', 'Open');
    expect(await lookFor(page, 'button', 'New conversation')).toBe(null);
    await looksGood(page, 'first-screen');
  });

  it('A-40: without a name Start says what is missing', async () => {
    const page = alice.page();
    await write(page, 'Your name', '   ');
    await press(page, 'button', 'Start');
    expect(await describedBy(alice, 'Your name')).toContain('Type a name first');
    await looksGood(page, 'name-missing');
  });

  it('A-41: Start opens the app, with everything in sight', async () => {
    await alice.start();
    const page = alice.page();
    await expectInSight(page, 'button', 'New conversation');
    await expectInSight(page, 'textbox', 'Paste an invitation');
    await expectInSight(page, 'button', 'Open');
    await findGone(page, 'textbox', 'Your name');
    await looksGood(page, 'nothing-yet');
  });

  it('A-42: a second visit needs no name, also in a browser started anew', async () => {
    await alice.reload();
    await find(alice.page(), 'button', 'New conversation');
    await alice.browser.close();
    await alice.browser.restart();
    await alice.visit(server.url);
    await find(alice.page(), 'button', 'New conversation');
    expect(await lookFor(alice.page(), 'textbox', 'Your name')).toBe(null);
  });

  it('A-42: `/` reopens what was open last', async () => {
    const link = await alice.invite();
    await alice.visit(server.url);
    await find(alice.page(), 'textbox', 'Invitation link');
    expect(await valueOf(alice.page(), 'Invitation link')).toBe(link);
  });

  it('A-60: a name is text, whatever it is made of', async () => {
    const name = '<img src=x onerror=alert(1)> & "Mallory"';
    const mallory = await bringGuest(name, alice.browser);
    await mallory.visit(server.url);
    await mallory.start();
    const link = await mallory.invite();
    await alice.visit(link);
    // A link has room for the beginning of a long name.
    await find(alice.page(), 'heading', '<img src=x onerror=alert invites you to talk');
    await looksGood(alice.page(), 'hostile-name');
    await press(alice.page(), 'button', 'Decline');
    expectQuiet(server, alice, mallory);
  });
});

function describedBy(person: Person, name: string): Promise<string> {
  return find(person.page(), 'textbox', name).then((field) =>
    field.evaluate((node) => {
      const ids = node.getAttribute('aria-describedby') ?? '';
      const root = node.getRootNode() as ShadowRoot;
      return ids
        .split(' ')
        .map((id) => root.getElementById(id)?.textContent ?? '')
        .join(' ');
    }),
  );
}
