/** Which pictures there are: each state in six ways, and a few states in unusual windows. */

import { groups } from './groups.ts';
import type { Shot } from './photographer.ts';
import type { Look, ViewName } from './views.ts';

export type Picture = { readonly file: string; readonly shot: Shot };

/** More contrast where a person holds it in the hand, colours of the system where Windows has them. */
export const columns: readonly { readonly view: ViewName; readonly look: Look }[] = [
  { view: 'phone', look: 'light' },
  { view: 'phone', look: 'dark' },
  { view: 'phone', look: 'contrast' },
  { view: 'desk', look: 'light' },
  { view: 'desk', look: 'dark' },
  { view: 'desk', look: 'forced' },
];

export function pictureName(state: string, view: ViewName, look: Look): string {
  return `${state}.${view}-${look}.webp`;
}

export function plan(): readonly Picture[] {
  return Object.values(groups).flatMap((group) =>
    Object.keys(group.states).flatMap((state) =>
      columns.map(({ view, look }) => ({
        file: pictureName(state, view, look),
        shot: { state, view, look },
      })),
    ),
  );
}

export type Special = Picture & { readonly words: string };

export const special: readonly Special[] = [
  unusual('The narrowest phone', 'welcome', 'small'),
  unusual('The narrowest phone', 'inviting', 'small'),
  unusual('The narrowest phone', 'comparing-asked', 'small'),
  unusual('The narrowest phone', 'conversation', 'small'),
  unusual('The narrowest phone', 'long-words', 'small'),
  unusual('A phone lying on its side', 'welcome', 'lying'),
  unusual('A phone lying on its side', 'comparing', 'lying'),
  unusual('A phone lying on its side', 'conversation', 'lying'),
  unusual('A tablet', 'conversation', 'tablet'),
  unusual('A very wide screen', 'conversation', 'wide'),
  unusual('A very wide screen', 'first', 'wide', { look: 'dark' }),
  unusual('From right to left', 'list', 'phone', { dir: 'rtl' }),
  unusual('From right to left', 'reads-leftward', 'phone', { dir: 'rtl' }),
  unusual('From right to left', 'reads-leftward', 'desk', { dir: 'rtl' }),
  unusual('Words a third longer', 'welcome', 'phone', { locale: 'en-XA' }),
  unusual('Words a third longer', 'comparing', 'phone', { locale: 'en-XA' }),
];

function unusual(
  words: string,
  state: string,
  view: ViewName,
  more: { look?: Look; dir?: 'rtl'; locale?: string } = {},
): Special {
  const { look = 'light', dir, locale } = more;
  const marks = [dir, locale].filter((mark) => mark !== undefined).map((mark) => `.${mark}`);
  return {
    words,
    file: `${state}.${view}-${look}${marks.join('')}.webp`,
    shot: { state, view, look, ...(dir && { dir }), ...(locale && { locale }) },
  };
}
