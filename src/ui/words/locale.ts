/**
 * The language of the screen. English is the source and needs nothing; the
 * other languages are modules that are loaded when chosen.
 */

import { configureLocalization, type LocaleModule } from '@lit/localize';

const sourceLocale = 'en';

let current: () => string = () => sourceLocale;

/** The language shown now, as a BCP 47 tag. */
export function getLocale(): string {
  return current();
}

export type Languages = {
  readonly locales: readonly string[];
  readonly load: (locale: string) => Promise<LocaleModule>;
};

/** Called at most once, before the first element renders. Gives the function that changes the language. */
export function setUpLanguages(languages: Languages): (locale: string) => Promise<void> {
  const set = configureLocalization({
    sourceLocale,
    targetLocales: languages.locales,
    loadLocale: languages.load,
  });
  current = set.getLocale;
  return set.setLocale;
}
