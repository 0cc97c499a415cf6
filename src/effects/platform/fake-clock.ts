/** A clock that is wrong by as much as a test wants, or moved by hand. */
import type { Clock } from '../../ports/clock.ts';

export interface FakeClock extends Clock {
  /** Moves what the clock shows, forward or back; timers do not notice. */
  jump(ms: number): void;
}

/** Shows another clock's time plus all jumps; without a source it stands still between jumps. */
export const createFakeClock = (source: Clock = { now: () => 0 }, offset = 0): FakeClock => {
  let shift = offset;
  return {
    now: () => source.now() + shift,
    jump: (ms) => {
      shift += ms;
    },
  };
};
