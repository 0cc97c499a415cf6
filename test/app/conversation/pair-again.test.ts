/** Admissions in somebody's place that are forged, or made by who may not. */
import { describe, expect, it } from 'vitest';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { introduce } from '../../../src/app/conversation/devices.ts';
import { admitAgain, replacementsIn } from '../../../src/app/conversation/pair-again.ts';
import { isAdmissionSigned, type Admission } from '../../../src/core/members/admission.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { meet, say } from '../support/meeting.ts';
import { pairPeople, suite, type Tab } from '../support/pair.ts';

const random = createFakeRandom(400);
const newcomer = (conversationId: Uint8Array, member: Uint8Array | 'own' = 'own'): Admission =>
  introduce({ suite, random }, conversationId, { member, name: 'Bob' }).admission;

const isAdmitted = async (tab: Tab, admission: Admission, old: Uint8Array): Promise<boolean> => {
  let done = false;
  await tab.conversation.run(async (context, work, state) => {
    const emoji = new Uint8Array(6).fill(9);
    const next = await admitAgain(context, work, state, admission, { old, emoji });
    done = next !== null;
    return next ?? state;
  });
  return done;
};

describe('an admission in the place of somebody', { timeout: 120_000 }, () => {
  it('A-408: needs an introduction that its own key signed, for this conversation and as a member of its own', async () => {
    const pair = await pairPeople(61);
    const [alice, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, alice, 'hello');
    await meet(pair, alice, bob);
    const [{ conversationId }, old] = [alice.state(), bob.state().writer];
    const good = newcomer(conversationId);
    const forged: readonly Admission[] = [
      newcomer(conversationId.map((byte) => byte ^ 1)),
      newcomer(conversationId, old),
      newcomer(conversationId, alice.state().writer),
      { ...good, claim: newcomer(conversationId).claim },
      { ...good, certificate: newcomer(conversationId).certificate },
      { ...good, certificate: { ...good.certificate, name: 'Carol' } },
    ];
    for (const each of forged) expect(await isAdmitted(alice, each, old)).toBe(false);
    expect(await isAdmitted(alice, good, alice.state().writer)).toBe(false);
    expect(await isAdmitted(alice, good, random(32))).toBe(false);
    expect(replacementsIn(alice.state())).toEqual([]);
    expect(await isAdmitted(alice, good, old)).toBe(true);
    // The place is taken: there is nobody left to be replaced.
    expect(await isAdmitted(alice, newcomer(conversationId), old)).toBe(false);
  });

  it('A-408: nobody puts another in its own place, by whatever voucher; the verdict stands', async () => {
    const pair = await pairPeople(62);
    const [alice, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, bob, 'hello');
    await meet(pair, alice, bob);
    await alice.conversation.judge('match');
    const { conversationId, writer: old } = bob.state();
    for (const by of ['other', 'sibling'] as const) {
      const introduced = newcomer(conversationId);
      const admission: Admission = {
        ...introduced,
        voucher: by === 'other' ? { by, old } : { by },
      };
      expect(isAdmissionSigned(suite, conversationId, admission)).toBe(true);
      await bob.conversation.run((context, work, state) =>
        appendControl(context, work, state, { type: 'admit', admission }),
      );
    }
    await say(pair, bob, 'still me');
    await meet(pair, alice, bob);
    expect(alice.texts()).toEqual(['hello', 'still me']);
    expect(replacementsIn(alice.state())).toEqual([]);
    expect(alice.conversation.view()).toMatchObject({
      comparison: { kind: 'matched' },
      changes: [],
      title: 'Bob',
    });
    expect([...alice.bugs, ...bob.bugs]).toEqual([]);
  });
});
