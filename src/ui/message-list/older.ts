/**
 * Older messages, loaded before the reader runs out of them, or when the button
 * for it was pressed: then the reader goes on above the one that was the first.
 */

import type { OpenConversation } from '../../app/snapshot.ts';

export interface OlderMessages {
  /** Loads more, if there are any and none are on their way. */
  load(): Promise<void>;
  /** The same, asked for with the button. */
  ask(): void;
  /** After a drawing: the message to read on from, once, when what the button asked for is there. */
  asked(): string | undefined;
}

/** `loadMore` resolves when what it loaded is drawn. */
export function olderMessages(
  conversation: () => OpenConversation,
  loadMore: () => Promise<void>,
): OlderMessages {
  let loading = false;
  /** The message that was the first when the button was pressed. */
  let first: string | undefined;

  const load = async () => {
    if (loading || !conversation().hasOlder) return;
    loading = true;
    try {
      await loadMore();
    } finally {
      loading = false;
    }
  };

  return {
    load,
    ask: () => {
      first = conversation().messages[0]?.id;
      void load();
    },
    asked: () => {
      const { messages } = conversation();
      const at = messages.findIndex((message) => message.id === first);
      const above = messages[at - 1];
      if (above === undefined) return undefined;
      first = undefined;
      return above.id;
    },
  };
}
