/** What one conversation tells, as registers beside what is noted of its contact: a choice for each part. */

import { QUIET_CHOICES, type QuietChoice, type QuietPart } from '../quiet.ts';
import type { Registers, RegisterValue } from '../registers/registers.ts';
import { cardRegister } from './card.ts';

/** `contact` as in contactKey. To be set before the conversation itself, so that no older choice comes back. */
export const quietValue = (
  contact: string,
  part: QuietPart,
  choice: QuietChoice,
): RegisterValue => [cardRegister(contact, part), Uint8Array.of(QUIET_CHOICES.indexOf(choice))];

/** Undefined where no device has chosen yet, and for a choice of a later version. */
export const readQuietChoice = (
  registers: Pick<Registers, 'get'>,
  contact: string,
  part: QuietPart,
): QuietChoice | undefined => {
  const value = registers.get(cardRegister(contact, part));
  return value?.length === 1 ? QUIET_CHOICES[value[0] ?? 0] : undefined;
};
