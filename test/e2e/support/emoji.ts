/** The seven emoji of a comparison as a person reads them out: symbols and names, in order. */
import { find, lookFor, press, textOf } from './find.ts';
import type { Person } from './person.ts';

/** Opens the comparison if it was put off. */
export async function emojiOf(person: Person): Promise<string> {
  const page = person.page();
  await find(page, 'button', 'Not compared');
  if ((await lookFor(page, 'group', 'Compare emoji')) === null) {
    await press(page, 'button', 'Not compared');
  }
  await find(page, 'group', 'Compare emoji');
  return textOf(page, 'list', 'Your seven emoji');
}
