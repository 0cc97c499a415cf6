/**
 * From messages to the rows of the log: a day's name where a new day begins,
 * a line where the unread part begins or somebody became somebody else, and which messages stand together as
 * one run of the same author. Pure.
 */

import type { Message, SafetyChange } from '../../app/snapshot.ts';
import { isSameDay } from '../words/times.ts';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'change'; readonly key: string; readonly change: SafetyChange }
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
  changes: readonly SafetyChange[] = [],
): readonly Row[] {
  const rows: Row[] = [];
  const changesBefore = (id: string | undefined): readonly Row[] =>
    changes
      .filter(({ before }) => before === id)
      .map((change) => ({ kind: 'change', key: change.id, change }));
  let day: number | undefined;
  messages.forEach((message, index) => {
    // A clock that ran ahead must not open a day of next year in the middle of today.
    const opensDay = !message.clockAhead && (day === undefined || !isSameDay(day, message.time));
    if (opensDay) rows.push({ kind: 'day', key: `day ${message.id}`, time: message.time });
    if (!message.clockAhead) day = message.time;
    const changed = changesBefore(message.id);
    rows.push(...changed);
    if (message.id === firstUnread) rows.push({ kind: 'unread', key: 'unread' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      startsRun: !continues(messages[index - 1], message, firstUnread),
      endsRun: !continues(message, messages[index + 1], firstUnread),
    });
  });
  return [...rows, ...changesBefore(undefined)];
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
