/**
 * What is spoken of a conversation: each new message of the contact, once and
 * in order, with its writer; and of what was just written here where it is by
 * now, once it settled. Nothing of what is merely drawn anew, edited, reacted
 * to or loaded: who wants that reads it in the log.
 */

import type { ReactiveControllerHost } from 'lit';
import type { DeliveryState, Message } from '../../app/snapshot.ts';
import { announce } from '../announcer.ts';
import { whileConnected } from '../store-controller.ts';
import { deliveryWords, newMessagesWords, spokenMessage } from '../words/states.ts';

export interface Telling {
  /** `fresh`: those of the messages that came since the last drawing. */
  look(fresh: readonly Message[], messages: readonly Message[]): void;
}

/** More than these at once are counted: nobody wants to sit through them. */
const ONE_BY_ONE = 5;

/** Most messages are delivered within this, and then that is the only thing said of them. */
const SETTLES_AFTER = 1500;

export function tellMessages(host: ReactiveControllerHost & HTMLElement): Telling {
  let sealed: ReadonlySet<string> = new Set();
  const ownState = ownStateTeller((words) => announce(host, words));
  whileConnected(host, () => [ownState.stop]);

  return {
    look: (fresh, messages) => {
      const news = newsOf(new Set(fresh.map((message) => message.id)), sealed, messages);
      sealed = news.sealed;
      for (const words of wordsOf(news.readable)) announce(host, words);
      ownState.look(fresh, messages);
    },
  };
}

type News = { readonly readable: readonly Message[]; readonly sealed: ReadonlySet<string> };

/** A message that came sealed is news when it opens; one that came deleted never is. */
function newsOf(
  fresh: ReadonlySet<string>,
  sealed: ReadonlySet<string>,
  messages: readonly Message[],
): News {
  const news = messages.filter(({ id, own }) => !own && (fresh.has(id) || sealed.has(id)));
  const closed = news.filter((message) => message.body.kind === 'sealed');
  return {
    readable: news.filter((message) => message.body.kind === 'text'),
    sealed: new Set(closed.map((message) => message.id)),
  };
}

function wordsOf(messages: readonly Message[]): readonly string[] {
  if (messages.length > ONE_BY_ONE) return [newMessagesWords(messages.length)];
  return messages.map(spokenMessage);
}

/** Follows the message that was written last, until it is known to have arrived. */
function ownStateTeller(say: (words: string) => void) {
  let watched: string | undefined;
  let state: DeliveryState | undefined;
  let said: DeliveryState | undefined;
  let timer: number | undefined;

  const tell = () => {
    timer = undefined;
    if (state === undefined || !isNews(state, said)) return;
    say(deliveryWords(state));
    said = state;
  };

  return {
    look: (fresh: readonly Message[], messages: readonly Message[]) => {
      const written = fresh.findLast((message) => message.own)?.id;
      if (written !== undefined) {
        watched = written;
        said = undefined;
      }
      state = messages.find((message) => message.id === watched)?.state;
      if (state !== undefined && isNews(state, said)) {
        timer ??= window.setTimeout(tell, SETTLES_AFTER);
      }
    },
    stop: () => {
      window.clearTimeout(timer);
      timer = watched = undefined;
    },
  };
}

/** That it was read after it was delivered is not worth an interruption. */
function isNews(state: DeliveryState, said: DeliveryState | undefined): boolean {
  return said === undefined || (said === 'device' && state !== 'device');
}
