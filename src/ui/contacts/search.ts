/** Finds contacts by what they are called, here or by themselves, however it is written. */

import type { ContactView } from '../../app/snapshot.ts';

/** Those whose nickname or name has every word that was typed; all of them for nothing typed. */
export function findContacts(
  contacts: readonly ContactView[],
  typed: string,
): readonly ContactView[] {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  return contacts.filter(({ name, nickname }) => {
    const text = plain(`${nickname ?? ''} ${name}`);
    return words.every((word) => text.includes(word));
  });
}

/** Without accents, in small letters. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
