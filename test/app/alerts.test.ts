/** Which notifications should stand: of what came out of sight, until it is seen, as chosen. */
import { describe, expect, it } from 'vitest';
import { introduceInTime } from './support/two-people.ts';

const away = async (chosen: 'off' | 'named' | 'whole') => {
  const world = await introduceInTime();
  const { alice, bob, time } = world;
  await alice.app().commands.setNotifications(chosen);
  alice.lifecycle.play('hidden');
  const write = async (text: string) => {
    await bob.send(text);
    await time.advance(5_000);
  };
  return { ...world, write, alerts: () => alice.app().snapshot().alerts };
};

describe('while the app is out of sight', () => {
  it('A-87: one notification of a conversation stands, of the newest message, and counts', async () => {
    const { write, alerts } = await away('whole');
    expect(alerts()).toEqual([]);
    await write('first');
    const [first] = alerts();
    expect(first).toMatchObject({ title: 'Bob', count: 1, text: 'first' });
    await write('second');
    expect(alerts()).toMatchObject([{ title: 'Bob', count: 2, text: 'second' }]);
    expect(alerts()[0]?.serial).not.toBe(first?.serial);
  });

  it('A-87: what is written stays out of it unless that was chosen; off, nothing is notified', async () => {
    const named = await away('named');
    await named.write('a secret');
    expect(named.alerts()).toMatchObject([{ title: 'Bob', count: 1, text: undefined }]);
    await named.alice.app().commands.setNotifications('off');
    expect(named.alerts()).toEqual([]);
    const off = await away('off');
    await off.write('a secret');
    expect(off.alerts()).toEqual([]);
  });

  it('A-87: it ends when the conversation is on a screen again, or was read', async () => {
    const { alice, write, alerts } = await away('named');
    await write('hello');
    expect(alerts()).toHaveLength(1);
    alice.lifecycle.play('visible');
    await alice.app().commands.markRead(alice.messages().at(-1)?.id ?? '');
    await write('seen at once');
    expect(alerts()).toEqual([]);
  });

  it('A-87: own messages, and what was there before, are no news', async () => {
    const { alice, time, write, alerts } = await away('named');
    await alice.send('from here');
    await time.advance(5_000);
    expect(alerts()).toEqual([]);
    await write('hello');
    await alice.open();
    await time.advance(5_000);
    expect(alice.app().snapshot().conversations[0]?.unread).toBe(1);
    expect(alerts()).toEqual([]);
  });
});

it('A-88: what lies behind the settings is not on the screen', async () => {
  const { alice, bob, time } = await introduceInTime();
  await alice.app().commands.setNotifications('named');
  alice.app().commands.cover(true);
  alice.lifecycle.play('hidden');
  alice.lifecycle.play('visible');
  alice.lifecycle.play('hidden');
  await bob.send('hello');
  await time.advance(5_000);
  expect(alice.app().snapshot().alerts).toHaveLength(1);
  alice.lifecycle.play('visible');
  await time.advance(1_000);
  expect(alice.app().snapshot().alerts).toHaveLength(1);
  alice.app().commands.cover(false);
  await bob.send('and again');
  await time.advance(5_000);
  expect(alice.app().snapshot().alerts).toEqual([]);
});
