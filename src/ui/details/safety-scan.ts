/** The scanner turned to a safety number: what was read goes back as a verdict. */

import { msg } from '@lit/localize';
import type { Commands } from '../../app/commands.ts';
import type { ScanTarget } from '../scan/target.ts';

export function safetyTarget(
  commands: Commands,
  found: (verdict: 'same' | 'different') => void,
): ScanTarget {
  return {
    title: () => msg('Scan the safety number'),
    aim: () => msg('Hold the QR code that your contact’s device shows in the frame.'),
    take: (text) => {
      const verdict = commands.checkSafetyCode(text);
      switch (verdict) {
        case 'same':
        case 'different':
          found(verdict);
          return 'taken';
        case 'own':
          return 'own-number';
        case 'newer':
          return 'newer-number';
        case 'none':
          return 'no-number';
      }
    },
  };
}
