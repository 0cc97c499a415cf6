/** What links tell of the contact: there or away, typing, and by which way. */

import type { Timers } from '../../ports/timers.ts';
import { HERE_MS } from '../links/here.ts';
import type { LinkId } from '../links/links.ts';
import type { Contact } from './screen.ts';

export interface ContactWatch {
  up(link: LinkId): void;
  /** `isStill`: who was there is still, though the link is gone: until it is not heard for a while. */
  down(link: LinkId, isStill: boolean): void;
  /** The contact's device proved that its person is there, without a link. */
  here(): void;
  /** The contact's device says that its person is there; whoever appears away never does. */
  present(link: LinkId, isTyping: boolean): void;
  route(route: Contact['route']): void;
  close(): void;
}

/** Who typed and says nothing more has stopped: longer than the other side waits to say it again. */
const TYPING_MS = 7_000;

export const createContactWatch = (
  timers: Timers,
  changed: (contact: Contact) => void,
): ContactWatch => {
  const up = new Set<LinkId>();
  const present = new Set<LinkId>();
  const typing = new Map<LinkId, () => void>();
  let forgetHere: (() => void) | null = null;
  let route: Contact['route'] = 'none';
  let told: Contact | undefined;

  const tell = (): void => {
    const presence =
      present.size === 0 && !forgetHere ? 'away' : typing.size > 0 ? 'typing' : 'online';
    if (told?.presence === presence && told.route === route) return;
    told = { presence, route };
    changed(told);
  };

  const here = (): void => {
    forgetHere?.();
    forgetHere = timers.after(HERE_MS, gone);
    tell();
  };

  const gone = (): void => {
    forgetHere?.();
    forgetHere = null;
    tell();
  };

  const stopTyping = (link: LinkId): void => {
    typing.get(link)?.();
    typing.delete(link);
  };

  const startTyping = (link: LinkId): void => {
    const forget = timers.after(TYPING_MS, () => {
      typing.delete(link);
      tell();
    });
    typing.set(link, forget);
  };

  return {
    up: (link) => void up.add(link),
    down: (link, isStill) => {
      up.delete(link);
      const wasPresent = present.delete(link);
      stopTyping(link);
      if (!wasPresent) tell();
      else if (isStill) here();
      else gone();
    },
    here,
    present: (link, isTyping) => {
      if (!up.has(link)) return;
      present.add(link);
      stopTyping(link);
      if (isTyping) startTyping(link);
      tell();
    },
    route: (next) => {
      route = next;
      tell();
    },
    close: () => {
      for (const cancel of typing.values()) cancel();
      forgetHere?.();
    },
  };
};
