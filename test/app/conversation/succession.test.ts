import { describe, expect, it } from 'vitest';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { introduce, joinConversation } from '../../../src/app/conversation/devices.ts';
import { ownEnd } from '../../../src/app/conversation/endings.ts';
import { admitAgain, replacementsIn } from '../../../src/app/conversation/pair-again.ts';
import { safetyParties } from '../../../src/app/conversation/safety.ts';
import { continueAs } from '../../../src/app/conversation/continue-as.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { endingOf } from '../../../src/core/members/members.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createMemoryDisk, type MemoryStore } from '../../../src/effects/store/memory.ts';
import { aloneWith } from '../support/alone.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { contextAt, copyDisk, makeTab, pairPeople, suite, type Tab } from '../support/pair.ts';

const goOn = async (tab: Tab): Promise<void> => {
  await tab.conversation.run(async (context, work, state) => {
    const next = await continueAs(context, work, state);
    if (!next) throw new Error('no successor');
    return next;
  });
};

describe('a device that is restored from a copy', { timeout: 120_000 }, () => {
  it('A-134: goes on as a new writer that others let in, loses nothing and never signs as the old one', async () => {
    const pair = await pairPeople(21);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, phone, 'in the backup');
    await meet(pair, phone, bob);
    const backup = copyDisk(pair.alice.disk);
    await say(pair, phone, 'after the backup');
    await meet(pair, phone, bob);
    const old = phone.state().writer;
    const restored = await pair.alice.tab(backup);
    await goOn(restored);
    await say(pair, restored, 'back again');
    await meet(pair, restored, bob);
    expect(bob.texts()).toEqual(['in the backup', 'after the backup', 'back again']);
    // What was written after the backup is there, and nobody has its keys for the newcomer.
    expect(restored.texts()).toEqual(['in the backup', 'back again']);
    await say(pair, bob, 'welcome');
    await meet(pair, restored, bob);
    expect(restored.texts()).toEqual(['in the backup', 'back again', 'welcome']);
    expect(restored.messages().map(({ own }) => own)).toEqual([true, true, false]);
    expect(bob.conversation.view()?.title).toBe('Alice');
    expect(endingOf(bob.state().members, old)?.reason).toBe('lost');
    // The device that was thought lost hears of it.
    await meet(pair, phone, bob);
    expect(ownEnd(phone.state())).toBe('lost');
    expectSound(bob, restored);
  });

  it('A-135: goes on alone too, where no other device is left, and twice', async () => {
    const loner = await aloneWith('notes', 22);
    const tab = await loner.tab();
    await say(loner, tab, 'one');
    await goOn(tab);
    await say(loner, tab, 'two');
    await goOn(tab);
    await say(loner, tab, 'three');
    const again = await loner.tab();
    expect(again.texts()).toEqual(['one', 'two', 'three']);
    expect(again.messages().map(({ own, editable }) => [own, editable])).toEqual([
      [true, true],
      [true, true],
      [true, true],
    ]);
    expect(again.conversation.view()?.writable).toBe(true);
    const laptop = await (await linkDevice(loner, again, 1)).tab();
    await meet(loner, again, laptop);
    expect(laptop.texts()).toEqual(['one', 'two', 'three']);
    expectSound(again, laptop);
  });

  it('A-136: is not followed by its key once another device removed it', async () => {
    const pair = await pairPeople(23);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, phone, 'hello');
    await meet(pair, phone, bob);
    const backup = copyDisk(pair.alice.disk);
    await bob.conversation.run((context, work, state) =>
      appendControl(context, work, state, {
        type: 'end',
        writer: phone.state().writer,
        reason: 'removed',
        cut: { control: null, message: null },
      }),
    );
    const restored = await pair.alice.tab(backup);
    await goOn(restored);
    await say(pair, restored, 'let me in');
    await meet(pair, restored, bob);
    expect(bob.texts()).toEqual(['hello']);
    expect(bob.bugs).toEqual([]);
  });
});

describe('somebody who lost every device', { timeout: 120_000 }, () => {
  it('A-137: comes back into the same conversation as another member, with another safety number', async () => {
    const pair = await pairPeople(24);
    const [alice, lost] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, alice, 'hello Bob');
    await say(pair, lost, 'hello Alice');
    await meet(pair, alice, lost);
    const [before, random] = [alice.state(), createFakeRandom(77)];
    const introduction = introduce({ suite, random }, before.conversationId, {
      member: 'own',
      name: 'Bob',
    });
    const number = safetyParties(before)?.peer;
    const old = number ?? random(32);
    await alice.conversation.run(async (context, work, state) => {
      const again = { old, emoji: new Uint8Array(6).fill(9) };
      const next = await admitAgain(context, work, state, introduction.admission, again);
      if (!next) throw new Error('not admitted');
      return next;
    });
    const disk = createMemoryDisk();
    const seal = (raw: MemoryStore) =>
      createSealedStore(raw, suite, random, new Uint8Array(32).fill(9));
    const work = createWork(seal(disk.open()), () => undefined);
    joinConversation(contextAt(pair.time, random), work, alice.state(), introduction);
    expect((await seal(disk.open()).commit(work.batch())).ok).toBe(true);
    const raw = disk.open();
    const bob = makeTab(pair.time, pair.node, random, raw, seal(raw));
    await bob.conversation.refresh();
    await bob.conversation.show(true);
    await say(pair, bob, 'I am back');
    await say(pair, alice, 'good');
    await meet(pair, alice, bob);
    expect(bob.texts()).toEqual(['I am back', 'good']);
    expect(alice.texts()).toEqual(['hello Bob', 'hello Alice', 'I am back', 'good']);
    expect([alice.conversation.view()?.title, bob.conversation.view()?.title]).toEqual([
      'Bob',
      'Alice',
    ]);
    expect(alice.messages().map(({ own }) => own)).toEqual([true, false, false, true]);
    expect(alice.conversation.view()?.comparison.kind).toBe('changed');
    expect(bob.conversation.view()?.comparison.kind).toBe('open');
    const numbers = [safetyParties(alice.state()), safetyParties(bob.state())];
    expect(numbers[0]?.peer).toEqual(numbers[1]?.own);
    expect(numbers[0]?.peer).not.toEqual(old);
    for (const tab of [alice, bob]) {
      expect(replacementsIn(tab.state())).toEqual([{ old, member: bob.state().writer }]);
    }
    expectSound(alice, bob);
  });
});
