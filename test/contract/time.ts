/** The rules of Clock and Timers: late is normal, early or after cancelling is not. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import type { Timers } from '../../src/ports/timers.ts';

export const tryTime = (
  name: string,
  create: () => { clock: Clock; timers: Timers; pass(ms: number): Promise<void> },
): void => {
  describe(`time: ${name}`, () => {
    it('T-20: a timer runs once, later, and not before its time', async () => {
      const { clock, timers, pass } = create();
      const start = clock.now();
      const ran: number[] = [];
      timers.after(30, () => ran.push(clock.now() - start));
      timers.after(0, () => ran.push(clock.now() - start));
      expect(ran).toEqual([]);
      await pass(100);
      expect(ran).toHaveLength(2);
      // A browser may round the clock and the timer differently, by a millisecond.
      expect(ran[1]).toBeGreaterThanOrEqual(29);
    });

    it('T-20: a cancelled timer never runs; cancelling late is harmless', async () => {
      const { timers, pass } = create();
      let ran = 0;
      const cancel = timers.after(10, () => ran++);
      const late = timers.after(10, () => ran++);
      cancel();
      await pass(50);
      late();
      expect(ran).toBe(1);
    });

    it('T-20: a delay longer than 24.8 days does not run at once', async () => {
      const { timers, pass } = create();
      let ran = 0;
      const cancel = timers.after(90 * 86_400_000, () => ran++);
      await pass(50);
      cancel();
      expect(ran).toBe(0);
    });
  });
};
