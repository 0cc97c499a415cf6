/**
 * Where the keyboard is in the log: one message at a time is reached by Tab,
 * the newest until the focus was moved to another.
 */

import type { LitElement } from 'lit';
import type { Message } from '../../app/snapshot.ts';

export interface MessageCursor {
  /** The message that Tab reaches. */
  reachable(messages: readonly Message[]): string | undefined;
  /** Moves the focus to a message and brings it in sight; nothing when it is not in the log. */
  moveTo(id: string, block: ScrollLogicalPosition): void;
  /** The message that has the focus, itself or by something in it. */
  focused(): string | undefined;
  row(id: string): HTMLElement | null;
}

/** The host is rendered anew when another message is to be reached. */
export function messageCursor(host: LitElement): MessageCursor {
  let place: string | undefined;

  const row = (id: string) =>
    host.renderRoot.querySelector<HTMLElement>(`.message[data-id="${CSS.escape(id)}"]`);

  return {
    reachable: (messages) =>
      messages.some((message) => message.id === place) ? place : messages.at(-1)?.id,
    moveTo: (id, block) => {
      const found = row(id);
      if (found === null) return;
      if (place !== id) host.requestUpdate();
      place = id;
      found.focus({ preventScroll: true });
      found.scrollIntoView({ block });
    },
    focused: () => {
      const element = (host.renderRoot as ShadowRoot).activeElement;
      return element?.closest<HTMLElement>('.message')?.dataset['id'];
    },
    row,
  };
}
