/**
 * What is spoken of the rest of the app while a person reads or writes in one
 * place: that something came in another conversation, and that the network is
 * away or back. Not what it was: who is in one conversation is not read another.
 */

import { msg } from '@lit/localize';
import type { Snapshot } from '../../app/snapshot.ts';
import {
  conversationTitle,
  networkWords,
  newMessagesFrom,
  newMessagesTo,
} from '../words/states.ts';

/** Is given every snapshot; gives what is to be spoken because of it. */
export type Speaker = (snapshot: Snapshot) => readonly string[];

export function createSpeaker(): Speaker {
  let unread: ReadonlyMap<string, number> | undefined;
  let unreadOfOthers: ReadonlyMap<string, number> = new Map();
  let saidOffline = false;

  const arrivals = (snapshot: Snapshot): string[] => {
    const before = unread;
    unread = new Map(snapshot.conversations.map((each) => [each.id, each.unread]));
    if (before === undefined) return [];
    return snapshot.conversations.flatMap((each) => {
      const more = each.unread - (before.get(each.id) ?? each.unread);
      const isElsewhere = each.id !== snapshot.open?.id;
      return more > 0 && isElsewhere ? [newMessagesFrom(conversationTitle(each), more)] : [];
    });
  };

  /** Of another profile it is not said who wrote: who is in one is not read another. */
  const toOthers = ({ profiles }: Snapshot): string[] => {
    const before = unreadOfOthers;
    unreadOfOthers = new Map(
      profiles.map((each) => [each.id, each.isShown ? Infinity : each.unread]),
    );
    return profiles.flatMap(({ id, name, unread, isShown }) =>
      !isShown && unread > (before.get(id) ?? unread) ? [newMessagesTo(name)] : [],
    );
  };

  const network = ({ network: now }: Snapshot): string[] => {
    // Trying again and again is not told again and again.
    if (now.signaling === 'waiting' && !saidOffline) {
      const words = networkWords(now);
      saidOffline = words !== undefined;
      return words === undefined ? [] : [words];
    }
    if (now.signaling !== 'open' || !saidOffline) return [];
    saidOffline = false;
    return [msg('Connected again')];
  };

  return (snapshot) =>
    snapshot.phase === 'ready'
      ? [...arrivals(snapshot), ...toOthers(snapshot), ...network(snapshot)]
      : [];
}
