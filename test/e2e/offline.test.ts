/**
 * Journey 5: two people write while apart, close the app, open it without a network, go on, and
 * meet again. "Apart" is real here: the node is stopped and no two pages of theirs run at once.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findText } from './support/find.ts';
import { messagesOn, sameMessages } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

const pairs = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
] as const;

describe.each(pairs)('two people apart, %s and %s', (first, second) => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    alice = await bringPerson('Alice', first);
    bob = await bringPerson('Bob', second);
    await introduce(alice, bob, server.url);
    await alice.send('before');
    await bob.sees('before');
  });
  afterAll(async () => {
    await alice.leave();
    await bob.leave();
    await server.stop();
  });

  it('O-1: write, close, open and read without a network, and meet without a button', async () => {
    await Promise.all([alice, bob].map(keepsTheApp));
    await server.stop();
    await bob.browser.close();

    await alice.send('from Alice, 1');
    await alice.sees('from Alice, 1');
    await alice.browser.close();

    await comeBack(bob, server.url);
    expect(await messagesOn(bob.page())).toEqual(['before']);
    await bob.send('from Bob, 1');
    await bob.send('from Bob, 2');
    await bob.sees('from Bob, 2');
    await bob.browser.close();

    await comeBack(alice, server.url);
    expect(await messagesOn(alice.page())).toEqual(['before', 'from Alice, 1']);
    await alice.send('from Alice, 2');
    await alice.sees('from Alice, 2');
    await comeBack(bob, server.url);
    expect(await messagesOn(bob.page())).toEqual(['before', 'from Bob, 1', 'from Bob, 2']);

    await server.start();
    const together = await sameMessages(alice.page(), bob.page(), 5);
    expect(together[0]).toBe('before');
    expect(together.toSorted()).toEqual(
      ['before', 'from Alice, 1', 'from Alice, 2', 'from Bob, 1', 'from Bob, 2'].toSorted(),
    );
    expect([...alice.browser.errors, ...bob.browser.errors].filter(isOurs)).toEqual([]);
  });

  it('O-2: after the node was killed links come back by themselves', async () => {
    await server.kill();
    await Promise.all([alice.visit(server.url), bob.visit(server.url)]);
    await alice.send('while it was gone');
    await alice.sees('while it was gone');
    await server.start();
    await bob.sees('while it was gone');
    await bob.send('it is back');
    await alice.sees('it is back');
    await findText(alice.page(), 'log', 'Messages', 'Read');
    await sameMessages(alice.page(), bob.page(), 7);
  });
});

/** The worker that opens the app without a network is there after the first visit. */
function keepsTheApp(person: Person): Promise<boolean> {
  return person.page().evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

async function comeBack(person: Person, url: string): Promise<void> {
  await person.browser.restart();
  await person.visit(url);
  await person.sees('before');
}
