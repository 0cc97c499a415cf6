/** What the details say in whole sentences. */

import { msg } from '@lit/localize';
import type { Comparison } from '../../app/snapshot.ts';

export function comparisonWords(kind: Comparison['kind']): string {
  switch (kind) {
    case 'open':
      return msg('Not yet. Compare to be sure that nobody stands between you.');
    case 'changed':
      return msg('No. The safety number has changed: compare the new one.');
    case 'matched':
      return msg('Yes. Nobody stands between you.');
    case 'none':
      return msg('There is nobody to compare with.');
    case 'mismatched':
      return msg('They did not match. Nothing more can be sent here.');
  }
}
