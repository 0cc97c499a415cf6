/**
 * From messages to the rows of the log: a day's name where a new day begins,
 * a line where the unread part begins, and which messages stand together as
 * one run of the same author. Pure.
 */

import type { Message } from '../../app/snapshot.ts';
import { isSameDay } from '../words/times.ts';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      readonly startsRun: boolean;
      readonly endsRun: boolean;
    };

const RUN_GAP = 5 * 60 * 1000;

export function messagesToRows(
  messages: readonly Message[],
  firstUnread: string | undefined,
): readonly Row[] {
  const rows: Row[] = [];
  let day: number | undefined;
  messages.forEach((message, index) => {
    // A clock that ran ahead must not open a day of next year in the middle of today.
    const opensDay = !message.clockAhead && (day === undefined || !isSameDay(day, message.time));
    if (opensDay) rows.push({ kind: 'day', key: `day ${message.id}`, time: message.time });
    if (!message.clockAhead) day = message.time;
    if (message.id === firstUnread) rows.push({ kind: 'unread', key: 'unread' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      startsRun: !continues(messages[index - 1], message, firstUnread),
      endsRun: !continues(message, messages[index + 1], firstUnread),
    });
  });
  return rows;
}

function continues(
  before: Message | undefined,
  message: Message | undefined,
  firstUnread: string | undefined,
): boolean {
  return (
    before !== undefined &&
    message !== undefined &&
    before.own === message.own &&
    before.author === message.author &&
    message.id !== firstUnread &&
    !before.clockAhead &&
    !message.clockAhead &&
    message.time - before.time < RUN_GAP &&
    isSameDay(before.time, message.time)
  );
}
