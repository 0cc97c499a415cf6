/** What one device of a person does to messages that another one wrote. */
import { describe, expect, it } from 'vitest';
import { appendMessage } from '../../../src/app/conversation/append.ts';
import { endWriter } from '../../../src/app/conversation/devices.ts';
import type { MessageOperation } from '../../../src/core/journal/operations.ts';
import type { Target } from '../../../src/core/journal/message-operations.ts';
import { TABLES } from '../../../src/effects/store/tables.ts';
import { linkDevice, type Device } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { pairPeople, type Pair, type Tab } from '../support/pair.ts';

type Three = {
  readonly pair: Pair;
  readonly phone: Tab;
  readonly laptop: Tab;
  readonly bob: Tab;
  readonly device: Device;
  all(): readonly Tab[];
};

/** Alice with phone and laptop, and Bob; all have read `texts`, which the phone wrote. */
const three = async (seed: number, ...texts: readonly string[]): Promise<Three> => {
  const pair = await pairPeople(seed);
  const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
  const device = await linkDevice(pair, phone, seed);
  const laptop = await device.tab();
  for (const text of texts) await say(pair, phone, text);
  await meet(pair, phone, bob, laptop);
  for (const tab of [laptop, bob]) expect(tab.texts()).toEqual(texts);
  return { pair, phone, laptop, bob, device, all: () => [phone, laptop, bob] };
};

const idOf = (tab: Tab, text: string): string => {
  const found = tab.messages().find(({ body }) => body.kind === 'text' && body.text === text);
  if (!found) throw new Error(`nobody wrote ${text}`);
  return found.id;
};

/** What no screen offers. */
const force = async (tab: Tab, make: (target: Target) => MessageOperation): Promise<void> => {
  await tab.conversation.run(async (context, work, state) => {
    const [record] = state.feeds.filter(
      ({ feed, opened }) =>
        feed.kind === 'message' && opened > 0 && feed.writer[0] !== state.writer[0],
    );
    const stamp = tab.conversation.state()?.latestOthers;
    if (!record || !stamp) throw new Error('nobody else wrote');
    const target = { writer: record.feed.writer, sequence: record.opened - 1, stamp };
    return appendMessage(context, work, state, make(target));
  });
};

const bodies = (tab: Tab): readonly string[] =>
  tab.messages().map(({ body }) => (body.kind === 'text' ? body.text : body.kind));

const reactions = (tab: Tab): readonly unknown[] =>
  tab.messages().flatMap((message) => message.reactions.map(({ count, own }) => [count, own]));

const holds = async ({ store }: Tab, text: string): Promise<boolean> => {
  const tables = await Promise.all(TABLES.map((table) => store.list(table, [])));
  return tables
    .flatMap((rows) => (rows.ok ? rows.value : []))
    .some(({ value }) => value.ok && Buffer.from(value.value).includes(Buffer.from(text)));
};

describe('messages of another own device', { timeout: 120_000 }, () => {
  it('A-430: are edited, by whichever device last, and all see the same', async () => {
    const { pair, phone, laptop, bob, all } = await three(61, 'first');
    expect(laptop.messages()[0]?.editable).toBe(true);
    expect(bob.messages()[0]?.editable).toBe(false);
    await phone.conversation.edit(idOf(phone, 'first'), 'second');
    await meet(pair, ...all());
    await laptop.conversation.edit(idOf(laptop, 'second'), 'third');
    await meet(pair, ...all());
    for (const tab of all()) expect(bodies(tab)).toEqual(['third']);
    await phone.conversation.edit(idOf(phone, 'third'), 'fourth');
    await meet(pair, ...all());
    for (const tab of all()) expect(bodies(tab)).toEqual(['fourth']);
    expectSound(...all());
  });

  it('A-430: are edited on both while apart: the later edit stands everywhere', async () => {
    const { pair, phone, laptop, all } = await three(62, 'first');
    await laptop.conversation.edit(idOf(laptop, 'first'), 'by the laptop');
    await pair.time.advance(5);
    await phone.conversation.edit(idOf(phone, 'first'), 'by the phone, later');
    await meet(pair, ...all());
    for (const tab of all()) expect(bodies(tab)).toEqual(['by the phone, later']);
    expectSound(...all());
  });

  it('A-431: are deleted for all, with text, edits and a draft that edits them', async () => {
    const { pair, phone, laptop, bob, all } = await three(63, 'a secret', 'kept');
    await phone.conversation.edit(idOf(phone, 'a secret'), 'its second version');
    await meet(pair, ...all());
    const editing = idOf(phone, 'its second version');
    const draft = { text: 'its third version', replyTo: undefined, editing };
    await phone.conversation.saveDraft(draft);
    await laptop.conversation.redact(idOf(laptop, 'its second version'));
    await meet(pair, ...all());
    for (const tab of all()) {
      expect(bodies(tab)).toEqual(['deleted', 'kept']);
      for (const text of ['a secret', 'its second version', 'its third version']) {
        expect(await holds(tab, text)).toBe(false);
      }
    }
    expect(phone.conversation.view()?.draft.text).toBe('');
    expect(bob.conversation.summary()?.unread).toBe(1);
    expectSound(...all());
  });

  it('A-431: stay deleted where the index is made anew, and where they come after their deletion', async () => {
    const { pair, phone, laptop, bob, all } = await three(64, 'a secret');
    await laptop.conversation.redact(idOf(laptop, 'a secret'));
    await meet(pair, ...all());
    for (const { table, key } of pair.bob.disk.rows()) {
      if (table === 'timeline') pair.bob.disk.damage(table, key, undefined);
    }
    const again = await pair.bob.tab();
    await say(pair, again, 'written anew');
    expect(bodies(again)).toEqual(['deleted', 'written anew']);
    const tablet = await (await linkDevice(pair, phone, 65)).tab();
    await meet(pair, again, phone, tablet, laptop);
    expect(bodies(tablet)).toEqual(['deleted', 'written anew']);
    expectSound(phone, laptop, bob, tablet);
  });

  it('A-432: are neither edited nor deleted by a contact, also when it comes before they do', async () => {
    const { pair, phone, laptop, bob } = await three(66, 'of Alice');
    await force(bob, (target) => ({ type: 'edit', target, text: 'forged' }));
    await force(bob, (target) => ({ type: 'redact', target }));
    const tablet = await (await linkDevice(pair, phone, 67)).tab();
    await meet(pair, bob, tablet);
    await meet(pair, bob, tablet, laptop, phone);
    for (const tab of [bob, phone, laptop, tablet]) expect(bodies(tab)).toEqual(['of Alice']);
    expect(await bob.conversation.edit(idOf(bob, 'of Alice'), 'forged by hand')).toBe(true);
    await meet(pair, bob, laptop, phone);
    for (const tab of [bob, phone, laptop]) expect(bodies(tab)).toEqual(['of Alice']);
    expectSound(bob, phone, laptop, tablet);
  });

  it('A-432: are not changed by a device beyond its end', async () => {
    const { pair, phone, laptop, bob, device } = await three(68, 'edited before', 'kept');
    await laptop.conversation.edit(idOf(laptop, 'edited before'), 'as it stands');
    await meet(pair, phone, laptop, bob);
    await phone.conversation.run((context, work, state) =>
      endWriter(context, work, state, device.writer, 'removed'),
    );
    await laptop.conversation.edit(idOf(laptop, 'kept'), 'changed by a thief');
    await laptop.conversation.redact(idOf(laptop, 'as it stands'));
    await meet(pair, phone, bob);
    await meet(pair, bob, laptop);
    await meet(pair, phone, bob, laptop);
    for (const tab of [phone, bob]) expect(bodies(tab)).toEqual(['as it stands', 'kept']);
    expectSound(phone, bob);
  });

  it('A-433: a reaction given on two devices counts once, and either takes it back', async () => {
    const { pair, phone, laptop, bob, all } = await three(69, 'hello');
    for (const tab of [phone, laptop]) await tab.conversation.react(idOf(tab, 'hello'), '👍');
    await bob.conversation.react(idOf(bob, 'hello'), '👍');
    await meet(pair, ...all());
    for (const tab of all()) expect(reactions(tab)).toEqual([[2, true]]);
    await laptop.conversation.react(idOf(laptop, 'hello'), '👍');
    await meet(pair, ...all());
    expect(reactions(laptop)).toEqual([[1, false]]);
    expect(reactions(phone)).toEqual([[1, false]]);
    expect(reactions(bob)).toEqual([[1, true]]);
    await phone.conversation.react(idOf(phone, 'hello'), '👍');
    await meet(pair, ...all());
    for (const tab of all()) expect(reactions(tab)).toEqual([[2, true]]);
    expectSound(...all());
  });
});
