/** A person at work on a page, as a test plays one. */
import type { Activity } from '../../ports/activity.ts';

export interface FakeActivity extends Activity {
  work(): void;
}

export const createFakeActivity = (): FakeActivity => {
  const listeners = new Set<() => void>();
  return {
    work: () => {
      for (const heard of [...listeners]) heard();
    },
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
};
