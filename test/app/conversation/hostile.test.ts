/** A contact who holds all keys of the conversation and means harm. */
import { describe, expect, it } from 'vitest';
import { appendControl } from '../../../src/app/conversation/append.ts';
import { encodeState, parseState } from '../../../src/app/conversation/state-codec.ts';
import { otherWriters } from '../../../src/app/conversation/state.ts';
import { pairPeople, suite, type Tab } from '../support/pair.ts';

/** Control entries of a contact whose program is not ours. */
const writeControl = async (
  tab: Tab,
  count: number,
  make: (i: number, me: Uint8Array, you: Uint8Array) => Parameters<typeof appendControl>[3],
): Promise<void> => {
  await tab.conversation.run(async (context, work, state) => {
    const [you = new Uint8Array(32)] = otherWriters(state);
    let next = state;
    for (let i = 0; i < count; i++) {
      next = await appendControl(context, work, next, make(i, state.writer, you));
    }
    return next;
  });
};

const hashOf = (i: number): Uint8Array => suite.hash(new Uint8Array([i & 255, i >> 8]));

describe('a hostile contact', () => {
  it('A-10: announces boxes that never come: the state stays small and sound, and messages with keys go on', async () => {
    const { time, alice, bob } = await pairPeople();
    const [mallory, honest] = [await alice.tab(), await bob.tab()];
    await writeControl(mallory, 600, (i, _me, you) => ({
      type: 'announce',
      firstMessage: 0,
      boxes: [
        {
          mode: 'rolling',
          recipient: you,
          number: i,
          kemKeyId: new Uint8Array(8),
          hash: hashOf(i),
        },
      ],
    }));
    mallory.online();
    honest.online();
    await time.advance(60_000);
    await honest.conversation.post('still here', undefined);
    await time.advance(10_000);
    expect(honest.state().receivers[0]?.keys.waiting.length).toBe(600);
    const bytes = encodeState(honest.state());
    expect(bytes.length).toBeLessThan(200_000);
    expect(parseState(bytes).ok).toBe(true);
    expect(mallory.texts()).toEqual(['still here']);
    expect(honest.bugs).toEqual([]);
  });
});
