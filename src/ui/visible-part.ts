/**
 * Keeps the app in the part of the window that a virtual keyboard leaves free.
 *
 * Most browsers make the window smaller, as the page asks them to
 * (`interactive-widget=resizes-content`). Safari lays the keyboard over the
 * window and tells only of the visual viewport (CSSOM View, 12), which it also
 * moves; there the app is given the height and the place of that. Who has
 * zoomed in by fingers sees a part too, and wants no other layout.
 */

import { listen, type Stop } from './listen.ts';

/** Bars of the browser come and go by less. */
const LEAST_KEYBOARD = 80;

export function keepInSight(app: HTMLElement, view: Window): Stop {
  const visible = view.visualViewport;
  if (visible === null) return () => undefined;

  const fit = () => {
    const covered = view.innerHeight - visible.height;
    const isKeyboard = covered > LEAST_KEYBOARD && visible.scale <= 1.01;
    app.style.blockSize = isKeyboard ? `${visible.height}px` : '';
    app.style.translate = isKeyboard ? `0 ${visible.offsetTop}px` : '';
  };

  fit();
  const stops = ['resize', 'scroll'].map((type) => listen(visible, type, fit));
  return () => stops.forEach((stop) => stop());
}
