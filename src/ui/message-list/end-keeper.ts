/**
 * Keeps the log at its end while the reader is there, and the reader's place
 * otherwise, whatever comes and however the log changes its size.
 */

import type { ReactiveControllerHost } from 'lit';
import type { Message } from '../../app/snapshot.ts';
import { whileConnected } from '../store-controller.ts';
import { holdPlace, isAtEnd, type Place, takePlace } from './scroll.ts';

export interface EndKeeper {
  readonly atEnd: boolean;
  /** How many messages came while the reader was further up. */
  readonly arrived: number;
  /** Before these are drawn. Gives what is new of it since the last drawing; the first has nothing new. */
  willDraw(messages: readonly Message[]): readonly Message[];
  /** After it was drawn. */
  drawn(): void;
  /** The log tells that it was scrolled. */
  scrolled(log: HTMLElement): void;
  /** The reader asks for the newest. */
  goToEnd(): void;
}

/** `findLog`: the scrolling element, null before it was drawn. The host is rendered anew when atEnd or arrived change. */
export function keepEnd(
  host: ReactiveControllerHost & HTMLElement,
  findLog: () => HTMLElement | null,
): EndKeeper {
  let atEnd = true;
  let arrived = 0;
  let opened = false;
  let known: ReadonlySet<string> = new Set();
  let place: Place | undefined;
  /** Where the scroll stood when it last was at the end. */
  let endTop = 0;

  const show = (isAt: boolean, count: number) => {
    if (isAt === atEnd && count === arrived) return;
    atEnd = isAt;
    arrived = count;
    host.requestUpdate();
  };

  const wentUp = (log: HTMLElement) => log.scrollTop < endTop - 1;

  /** A message may come after the reader scrolled and before the browser told of it. */
  const noticeScroll = () => {
    const log = opened && atEnd ? findLog() : null;
    if (log !== null && wentUp(log)) show(isAtEnd(log), arrived);
  };

  const scrollToEnd = () => {
    const log = findLog();
    if (log === null) return;
    log.scrollTop = log.scrollHeight;
    endTop = log.scrollTop;
  };

  /** Where the unread part begins, or the end. */
  const showStart = () => {
    scrollToEnd();
    const log = findLog();
    const unread = log?.querySelector('[data-unread]');
    if (!log || !unread) return;
    unread.scrollIntoView({ block: 'start' });
    show(isAtEnd(log), arrived);
  };

  /** When the keyboard comes or the composer grows, the end stays in sight. */
  const watchSize = () => {
    const observer = new ResizeObserver(() => {
      if (atEnd) scrollToEnd();
    });
    observer.observe(host);
    return () => observer.disconnect();
  };

  whileConnected(host, () => [watchSize()]);

  return {
    get atEnd() {
      return atEnd;
    },
    get arrived() {
      return arrived;
    },
    willDraw: (messages) => {
      noticeScroll();
      const fresh = opened ? arrivedSince(known, messages) : [];
      known = new Set(messages.map((message) => message.id));
      if (fresh.some((message) => message.own)) show(true, 0);
      if (!atEnd) show(false, arrived + fresh.filter((message) => !message.own).length);
      place = opened && !atEnd ? takePlace(findLog()) : undefined;
      return fresh;
    },
    drawn: () => {
      if (!opened) showStart();
      else if (atEnd) scrollToEnd();
      else if (place !== undefined) holdPlace(findLog(), place);
      opened = true;
    },
    scrolled: (log) => {
      // A scroll that does not go up was none of the reader's: the end moved away from below.
      if (atEnd && !wentUp(log)) scrollToEnd();
      const isAt = isAtEnd(log);
      show(isAt, isAt ? 0 : arrived);
      if (isAt) endTop = log.scrollTop;
    },
    goToEnd: () => {
      show(true, 0);
      scrollToEnd();
    },
  };
}

/** Messages that were not known and stand after one that was: not older ones that were loaded. */
function arrivedSince(
  known: ReadonlySet<string>,
  messages: readonly Message[],
): readonly Message[] {
  const first = messages.findIndex((message) => known.has(message.id));
  return messages.filter((message, index) => index > first && !known.has(message.id));
}
