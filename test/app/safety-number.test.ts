import { describe, expect, it } from 'vitest';
import { introduceInTime } from './support/two-people.ts';

describe('safety number of two programs', () => {
  it('U-121: is the same on both sides, before and after a comparison and a reload', async () => {
    const { alice, bob, bugs } = await introduceInTime();
    const number = alice.app().commands.safetyNumber();
    expect(number?.groups).toHaveLength(12);
    expect(bob.app().commands.safetyNumber()?.groups).toEqual(number?.groups);
    await alice.app().commands.compareEmoji('match');
    await alice.open();
    expect(alice.conversation().comparison.kind).toBe('matched');
    expect(alice.app().commands.safetyNumber()).toEqual(number);
    const shown = bob.app().commands.safetyNumber()?.code ?? '';
    expect(alice.app().commands.checkSafetyCode(shown)).toBe('same');
    expect(alice.app().commands.checkSafetyCode(number?.code ?? '')).toBe('own');
    expect(bugs).toEqual([]);
  });

  it('U-124: after keys were destroyed there is nothing to compare, and nothing makes it compared', async () => {
    const { alice, bob, bugs } = await introduceInTime();
    const shown = bob.app().commands.safetyNumber()?.code ?? '';
    await alice.app().commands.compareEmoji('match');
    await alice.app().commands.compareEmoji('mismatch');
    expect(alice.app().commands.safetyNumber()).toBeUndefined();
    expect(alice.app().commands.checkSafetyCode(shown)).toBe('none');
    await alice.app().commands.compareEmoji('match');
    expect(alice.conversation().comparison.kind).toBe('mismatched');
    expect(bugs).toEqual([]);
  });
});
