/** Notifications that a test plays: whoever asks is given what was not refused before. */

import type {
  Notice,
  Notifier,
  NotifierPermission,
} from '../../../src/ui/notifications/notifier.ts';

export interface FakeNotifier extends Notifier {
  /** What stands now. */
  standing(): readonly Notice[];
  press(id: string): void;
}

export function createFakeNotifier(first: NotifierPermission): FakeNotifier {
  const standing = new Map<string, { notice: Notice; pressed: () => void }>();
  let permission = first;
  return {
    permission: () => permission,
    ask: async () => {
      if (permission === 'unasked') permission = 'granted';
      return permission;
    },
    show: (notice, pressed) => void standing.set(notice.id, { notice, pressed }),
    close: (id) => void standing.delete(id),
    standing: () => [...standing.values()].map(({ notice }) => notice),
    press: (id) => standing.get(id)?.pressed(),
  };
}
