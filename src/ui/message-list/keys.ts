/** Which message the keyboard is led to. Pure. */

import type { Message } from '../../app/snapshot.ts';

const PAGE = 10;

/** Undefined where the key leads nowhere. */
export function nextMessage(
  event: Pick<KeyboardEvent, 'key'>,
  messages: readonly Message[],
  current: string,
): string | undefined {
  const at = messages.findIndex((message) => message.id === current);
  const to = target(event.key, at, messages.length - 1);
  return to === undefined || to === at ? undefined : messages[to]?.id;
}

/** Where the keyboard goes when a message goes: to the next, or to the one before. */
export function neighbourOf(messages: readonly Message[], id: string): string | undefined {
  const at = messages.findIndex((message) => message.id === id);
  return (messages[at + 1] ?? messages[at - 1])?.id;
}

function target(key: string, at: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    case 'PageDown':
      return Math.min(last, at + PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
