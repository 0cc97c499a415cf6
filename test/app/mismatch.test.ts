/** "They do not match" at whatever moment: nothing that is under way then goes on without keys. */
import { describe, expect, it } from 'vitest';
import { introduceInTime } from './support/two-people.ts';

describe('"They do not match"', { timeout: 60_000 }, () => {
  it('A-56: ends what was being said and what was coming, without a fault', async () => {
    for (let after = 0; after < 12; after++) {
      const { alice, bob, time, bugs } = await introduceInTime();
      await alice.send('before');
      await time.advance(1_000);
      const writing = [alice.send('while it is judged'), bob.send('on its way')];
      for (let turn = 0; turn < after; turn++) await Promise.resolve();
      await alice.app().commands.compareEmoji('mismatch');
      await Promise.all(writing);
      await time.advance(30_000);
      expect(bugs).toEqual([]);
      expect(alice.app().snapshot().problems).toEqual([]);
      await bob.send('too late');
      await time.advance(30_000);
      expect(alice.texts()).not.toContain('too late');
    }
  });
});
