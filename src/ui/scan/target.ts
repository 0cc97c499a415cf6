/** What the scanner looks for: its words, and what becomes of a code that was read. */

import { msg } from '@lit/localize';
import type { Commands } from '../../app/commands.ts';
import type { ScanNote } from './words.ts';

export interface ScanTarget {
  title(): string;
  /** What to hold into the frame. */
  aim(): string;
  /** `taken` ends the scanner; a note is shown while it goes on looking. */
  take(text: string): 'taken' | ScanNote;
}

export function invitationTarget(commands: Commands): ScanTarget {
  return {
    title: () => msg('Scan a QR code'),
    aim: () => msg('Hold the QR code of an invitation in the frame.'),
    take: (text) => {
      if (!commands.isInvitation(text)) return 'other-code';
      void commands.readInvitation(text);
      return 'taken';
    },
  };
}
