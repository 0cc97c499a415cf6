/** A page whose life a test plays. */
import type { Lifecycle, LifecycleEvent } from '../../ports/lifecycle.ts';

export interface FakeLifecycle extends Lifecycle {
  play(event: LifecycleEvent): void;
}

export const createFakeLifecycle = (): FakeLifecycle => {
  const listeners = new Set<(event: LifecycleEvent) => void>();
  let visible = true;
  return {
    get visible() {
      return visible;
    },
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    play: (event) => {
      if (event === 'visible' || event === 'hidden') visible = event === 'visible';
      for (const heard of [...listeners]) heard(event);
    },
  };
};
