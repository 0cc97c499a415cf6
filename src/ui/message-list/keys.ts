/** Which message the arrow keys lead to. Pure. */

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
