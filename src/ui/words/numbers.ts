/** Numbers as people write them where they are. */

import { regionalLocale } from './times.ts';

export const wholeNumber = (count: number): string =>
  new Intl.NumberFormat(regionalLocale()).format(count);
