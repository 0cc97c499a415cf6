/**
 * Notifications by the page itself (Notifications API, "non-persistent"). They
 * need no worker and no server, so nothing of them is kept or sent; they end
 * with the page, and some browsers for phones have none.
 */

import type { Notice, Notifier, NotifierPermission } from './notifier.ts';

export function createBrowserNotifier(view: Window): Notifier {
  const shown = new Map<string, Notification>();
  /** Found out when the browser, though it knows the word, refuses to make one. */
  let isUnavailable = !('Notification' in view);

  const permission = (): NotifierPermission => {
    if (isUnavailable) return 'unavailable';
    const said = Notification.permission;
    return said === 'default' ? 'unasked' : said;
  };

  /** Without permission nothing is shown, but a browser that cannot throws already here. */
  const tryOne = (): void => {
    try {
      new Notification('').close();
    } catch {
      isUnavailable = true;
    }
  };

  const make = ({ id, title, body }: Notice): Notification | undefined => {
    try {
      return new Notification(title, { body, tag: `grapevine ${id}`, icon: ICON });
    } catch {
      isUnavailable = true;
      return undefined;
    }
  };

  const close = (id: string): void => {
    shown.get(id)?.close();
    shown.delete(id);
  };

  view.addEventListener('pagehide', () => [...shown.keys()].forEach(close));

  return {
    permission,
    ask: async () => {
      if (permission() === 'unasked') tryOne();
      if (permission() === 'unasked') await Notification.requestPermission();
      return permission();
    },
    show: (notice, pressed) => {
      if (permission() !== 'granted') return;
      // A new one of the same tag would be put in its place without a sound.
      close(notice.id);
      const made = make(notice);
      if (made === undefined) return;
      shown.set(notice.id, made);
      made.onclick = () => {
        view.focus();
        close(notice.id);
        pressed();
      };
    },
    close,
  };
}

const ICON = 'icons/icon-192.png';
