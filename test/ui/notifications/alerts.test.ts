/** From what should stand to what the system is asked to show. */
import { expect, it } from 'vitest';
import type { App } from '../../../src/app/commands.ts';
import type { Alert, Snapshot } from '../../../src/app/snapshot.ts';
import { followAlerts } from '../../../src/ui/notifications/alerts.ts';
import { createFakeNotifier } from '../sandbox/fake-notifier.ts';

const alert = (serial: number, more: Partial<Alert> = {}): Alert => ({
  serial,
  conversation: 'c1',
  title: 'Nadia',
  count: 1,
  text: undefined,
  ...more,
});

const stage = () => {
  let alerts: readonly Alert[] = [];
  let changed = (): void => undefined;
  const opened: string[] = [];
  const app = {
    snapshot: () => ({ alerts }) as unknown as Snapshot,
    subscribe: (listener: () => void) => {
      changed = listener;
      return () => undefined;
    },
  } as unknown as App;
  const notifier = createFakeNotifier('granted');
  followAlerts(app, notifier, (id) => void opened.push(id));
  const say = (...next: readonly Alert[]) => {
    alerts = next;
    changed();
  };
  return { say, notifier, opened };
};

it('U-92: a newer notification takes the place of the one before, and goes when it should', () => {
  const { say, notifier } = stage();
  say(alert(1));
  expect(notifier.standing()).toEqual([{ id: 'c1', title: 'Nadia', body: '1 new message' }]);
  say(alert(2, { count: 2 }), alert(3, { conversation: 'c2', title: 'Karl', text: 'Hello' }));
  expect(notifier.standing().map(({ body }) => body)).toEqual(['2 new messages', 'Hello']);
  say(alert(3, { conversation: 'c2', title: 'Karl', text: 'Hello' }));
  expect(notifier.standing().map(({ id }) => id)).toEqual(['c2']);
  say();
  expect(notifier.standing()).toEqual([]);
});

it('U-92: pressing it opens its conversation', () => {
  const { say, notifier, opened } = stage();
  say(alert(1));
  notifier.press('c1');
  expect(opened).toEqual(['c1']);
});

it('U-198: it says whose it is where there are several profiles', () => {
  const { say, notifier } = stage();
  say(alert(1, { profile: 'Work' }));
  expect(notifier.standing().map(({ title }) => title)).toEqual(['Nadia, to Work']);
});
