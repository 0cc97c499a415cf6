/** An eraser for tests: notes when it is called, waits for tabs, or is refused. */
import { err, ok } from '../../core/bytes/result.ts';
import type { Eraser } from '../../ports/eraser.ts';

export interface FakeEraser extends Eraser {
  erased(): number;
  /** The next call waits, having said so, until `release`. */
  hold(): void;
  release(): void;
  refuse(): void;
}

export const createFakeEraser = (erasing: () => void = () => undefined): FakeEraser => {
  let erased = 0;
  let isRefused = false;
  let released: Promise<void> | undefined;
  let release = (): void => undefined;
  return {
    erased: () => erased,
    hold: () => {
      released = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
    refuse: () => {
      isRefused = true;
    },
    erase: async (held) => {
      if (released) {
        held();
        await released;
      }
      erasing();
      erased += 1;
      return isRefused ? err('unavailable') : ok(undefined);
    },
  };
};
