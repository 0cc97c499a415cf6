import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

const pairs = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
] as const;

describe.each(pairs)('two people, %s and %s', (first, second) => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    alice = await bringPerson('Alice', first);
    bob = await bringPerson('Bob', second);
  });
  afterAll(async () => {
    await alice.leave();
    await bob.leave();
    await server.stop();
  });

  it('A-1: exchange, reload and read again what they wrote', async () => {
    await introduce(alice, bob, server.url);
    await alice.send('Hello Bob');
    await bob.sees('Hello Bob');
    await bob.send('Hello Alice');
    await alice.sees('Hello Alice');

    await alice.visit(server.url);
    await alice.sees('Hello Bob');
    await alice.sees('Hello Alice');
    await bob.visit(server.url);
    await bob.sees('Hello Bob');
    await alice.send('Still here?');
    await bob.sees('Still here?');
    expect([...alice.browser.errors, ...bob.browser.errors].filter(isOurs)).toEqual([]);
  });
});
