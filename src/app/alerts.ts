/**
 * What is worth a notification of the system: a message that came while this
 * tab was out of sight, in a conversation that no tab has on its screen. Only
 * the leading tab says so, and only until the conversation was seen.
 */

import type { Conversation } from './conversation/conversation.ts';
import type { Notifications } from './profile.ts';
import type { Alert } from './snapshot.ts';

export interface Alerts {
  /** Looks again, after anything changed. */
  review(): void;
  /** At most one of each conversation. */
  list(): readonly Alert[];
}

export type AlertsOptions = {
  readonly wanted: () => Notifications;
  readonly isLeading: () => boolean;
  readonly isInSight: () => boolean;
  readonly isAttended: (id: string) => boolean;
  readonly conversations: () => readonly Conversation[];
};

export const createAlerts = (options: AlertsOptions): Alerts => {
  const unread = new Map<string, number>();
  const standing = new Map<string, Alert>();
  let serial = 0;

  const raise = (conversation: Conversation, more: number): void => {
    const { id } = conversation;
    standing.set(id, {
      serial: ++serial,
      conversation: id,
      title: conversation.summary()?.title ?? '',
      count: (standing.get(id)?.count ?? 0) + more,
      text: options.wanted() === 'whole' ? conversation.newestFromOthers() : undefined,
    });
  };

  const look = (conversation: Conversation): void => {
    const { id } = conversation;
    const count = conversation.unread();
    if (count === undefined) return;
    // What was there when it was first looked at is no news.
    const more = count - (unread.get(id) ?? count);
    unread.set(id, count);
    if (count === 0 || options.isAttended(id)) standing.delete(id);
    else if (more > 0 && mayRaise()) raise(conversation, more);
  };

  const mayRaise = (): boolean =>
    options.wanted() !== 'off' && options.isLeading() && !options.isInSight();

  return {
    review: () => {
      for (const conversation of options.conversations()) look(conversation);
      if (options.wanted() === 'off' || !options.isLeading()) standing.clear();
    },
    list: () => [...standing.values()],
  };
};
