/** How a screen is looked at: the size of the window, and the colours that a person asked for. */

export type Look = 'light' | 'dark' | 'contrast' | 'forced';

export type View = {
  readonly width: number;
  readonly height: number;
  /** A finger instead of a mouse. */
  readonly touch: boolean;
};

export const views = {
  phone: { width: 390, height: 844, touch: true },
  desk: { width: 1280, height: 800, touch: false },
  small: { width: 320, height: 640, touch: true },
  lying: { width: 844, height: 390, touch: true },
  tablet: { width: 768, height: 1024, touch: true },
  wide: { width: 2560, height: 1200, touch: false },
} as const satisfies Record<string, View>;

export type ViewName = keyof typeof views;

type Feature = { readonly name: string; readonly value: string };

/** Motion is off in all of them, so that a picture does not depend on when it was taken. */
export const looks: Readonly<Record<Look, readonly Feature[]>> = {
  light: features({}),
  dark: features({ 'prefers-color-scheme': 'dark' }),
  contrast: features({ 'prefers-contrast': 'more' }),
  /** Colours of the system alone, light on dark, as Windows calls "Night sky". */
  forced: features({
    'prefers-color-scheme': 'dark',
    'prefers-contrast': 'more',
    'forced-colors': 'active',
  }),
};

function features(given: Record<string, string>): readonly Feature[] {
  const all = {
    'prefers-color-scheme': 'light',
    'prefers-contrast': 'no-preference',
    'forced-colors': 'none',
    'prefers-reduced-motion': 'reduce',
    ...given,
  };
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
