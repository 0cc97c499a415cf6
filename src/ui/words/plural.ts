/**
 * The form of a word that goes with a count, by the plural rules of the language shown
 * (Unicode CLDR, through Intl). Each form is a message of its own; `other` always exists.
 */

import { getLocale } from './locale.ts';

export type Forms = Partial<Record<Intl.LDMLPluralRule, () => string>> & { other: () => string };

export function plural(count: number, forms: Forms): string {
  const rule = new Intl.PluralRules(getLocale()).select(count);
  return (forms[rule] ?? forms.other)();
}
