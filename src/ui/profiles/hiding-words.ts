/** What is said where hiding a profile, or opening a hidden one, did not go through. */

import { msg } from '@lit/localize';
import type { HidingAnswer } from '../../app/installation/hiding-answer.ts';

export function hidingWords(answer: HidingAnswer): string {
  switch (answer) {
    case 'done':
      return '';
    case 'wrong':
      return msg('No hidden profile opens with that.');
    case 'wait':
      return msg('Too many wrong tries. Wait a while, then try again.');
    case 'taken':
      return msg('Choose another passphrase: this one opens something already.');
    case 'unsupported':
      return msg('This browser cannot make a key of a passphrase.');
    case 'impossible':
      return msg('This profile cannot be hidden.');
    case 'storage':
      return msg('It could not be done now. Try again.');
  }
}
