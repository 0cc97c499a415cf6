/** The main path of inviting, accepting and talking, once with Chromium and Firefox at its ends. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emojiOf } from './support/emoji.ts';
import { eventually, find, findText, press, valueOf, write } from './support/find.ts';
import { act, becomes, findReaction, quotes } from './support/message-actions.ts';
import { bringPerson, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('Alice in %s, Bob in %s', (hers, his) => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startServer();
    [alice, bob] = await Promise.all([bringPerson('Alice', hers), bringPerson('Bob', his)]);
    await alice.visit(server.url);
    await alice.start();
  });
  afterAll(async () => {
    await Promise.all([alice.leave(), bob.leave()]);
    await server.stop();
  });

  it('A-47, A-50: a link is opened and accepted while she is away, and goes on when she comes', async () => {
    const link = await alice.invite();
    await alice.goTo('about:blank');
    await bob.visit(link);
    await find(bob.page(), 'heading', 'Alice invites you to talk');
    expect(await bob.page().evaluate(() => location.href)).toBe(server.url);
    await bob.start();
    await press(bob.page(), 'button', 'Accept');
    await find(bob.page(), 'heading', 'Waiting for Alice');
    await bob.reload();
    await find(bob.page(), 'heading', 'Waiting for Alice');
    await alice.visit(server.url);
    await find(alice.page(), 'textbox', 'Message');
    await find(bob.page(), 'textbox', 'Message');
  });

  it('A-55: the emoji are the same', async () => {
    expect(await emojiOf(bob)).toBe(await emojiOf(alice));
    await press(alice.page(), 'button', 'They match');
    await press(bob.page(), 'button', 'Later');
  });

  it('A-61, A-62: what is written, edited, answered, deleted is the same', async () => {
    await alice.send('Meet at six 🍇');
    await bob.sees('Meet at six 🍇');
    await act(alice.page(), 'Meet at six 🍇', 'Edit');
    await write(alice.page(), 'Message', 'Meet at seven');
    await alice.page().keyboard.press('Enter');
    await bob.sees('Meet at seven');
    await act(bob.page(), 'Meet at seven', 'Reply');
    await write(bob.page(), 'Message', 'Fine');
    await bob.page().keyboard.press('Enter');
    await alice.sees('Fine');
    await quotes(alice, 'Fine', 'Meet at seven');
    await act(bob.page(), 'Meet at seven', 'React');
    await press(bob.page(), 'button', 'Heart');
    await findReaction(alice.page(), 'Heart, 1: Bob');
    await act(bob.page(), 'Fine', 'Delete');
    await find(bob.page(), 'button', 'Keep');
    await press(bob.page(), 'button', 'Delete');
    await alice.sees('This message was deleted');
    await eventually('the text gone', async () =>
      (await alice.log()).includes('Fine') ? null : true,
    );
    await alice.page().bringToFront();
    await bob.page().bringToFront();
    await alice.send('Seen?');
    await bob.sees('Seen?');
    await becomes(alice, 'Seen?', 'Read');
  });

  it('A-64, A-65: typing shows on the other side, and what was typed outlives a reload', async () => {
    await write(bob.page(), 'Message', 'Not yet said');
    await findText(alice.page(), 'list', 'Conversations', 'Typing…');
    await findText(bob.page(), 'list', 'Conversations', 'Draft: Not yet said');
    await bob.reload();
    await find(bob.page(), 'textbox', 'Message');
    expect(await valueOf(bob.page(), 'Message')).toBe('Not yet said');
    await bob.page().keyboard.press('Enter');
    await alice.sees('Not yet said');
  });

  it('A-68: all of that asked nobody but the node, and broke neither policy nor page', () => {
    expectQuiet(server, alice, bob);
  });
});
