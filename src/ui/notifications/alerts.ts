/** Shows as notifications what the program says should stand, and takes away what no longer should. */

import type { App } from '../../app/commands.ts';
import type { Alert } from '../../app/snapshot.ts';
import { alertTitle, conversationTitle, newMessagesWords } from '../words/states.ts';
import type { Notifier } from './notifier.ts';

/** `open`: a person pressed the one of this conversation. */
export function followAlerts(
  app: App,
  notifier: Notifier,
  open: (conversation: string) => void,
): () => void {
  const shown = new Map<string, number>();

  const show = (alert: Alert): void => {
    if (shown.get(alert.conversation) === alert.serial) return;
    shown.set(alert.conversation, alert.serial);
    const title = alertTitle(
      conversationTitle({ kind: 'direct', title: alert.title }),
      alert.profile,
    );
    const body = alert.text?.slice(0, MOST_SHOWN) ?? newMessagesWords(alert.count);
    notifier.show({ id: alert.conversation, title, body }, () => open(alert.conversation));
  };

  const draw = (): void => {
    const { alerts } = app.snapshot();
    for (const id of [...shown.keys()]) {
      if (alerts.some(({ conversation }) => conversation === id)) continue;
      shown.delete(id);
      notifier.close(id);
    }
    alerts.forEach(show);
  };

  draw();
  return app.subscribe(draw);
}

const MOST_SHOWN = 200;
