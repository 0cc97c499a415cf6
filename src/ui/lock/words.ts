/** What became of opening or changing the lock, in words. */

import { msg, str } from '@lit/localize';
import type { LockAnswer } from '../../app/lock/lock-screen.ts';
import { plural } from '../words/plural.ts';

/** Empty where nothing needs to be said. */
export function answerWords(answer: LockAnswer | undefined): string {
  switch (answer) {
    case undefined:
    case 'done':
      return '';
    case 'wrong':
      return msg('That is not the passphrase. Capitals, spaces and signs count.');
    case 'wait':
      return msg('Too many wrong tries. The next one has to wait.');
    case 'cancelled':
      return msg('The passkey was not used. Nothing has changed.');
    case 'unsupported':
      return msg(
        'This browser cannot do that: it gave no secret for the passkey, or not the memory that a passphrase needs.',
      );
    case 'unavailable':
      return msg('The storage of this browser did not answer. Try again, or reload.');
    case 'broken':
      return msg('What stands in the place of the lock is damaged. Nothing was changed.');
  }
}

/** "1:05" or "12 s", for a countdown. */
export function countdownWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) {
    return plural(seconds, {
      one: () => msg(str`Next try in ${seconds} second`),
      other: () => msg(str`Next try in ${seconds} seconds`),
    });
  }
  const minutes = Math.ceil(seconds / 60);
  return plural(minutes, {
    one: () => msg(str`Next try in ${minutes} minute`),
    other: () => msg(str`Next try in ${minutes} minutes`),
  });
}

/** What keeps others out is how many words nobody can guess, not signs and figures. */
export function strengthWords(passphrase: string): string {
  const words = passphrase
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '').length;
  if (words === 0) {
    return msg('Four or more words that have nothing to do with each other are hard to guess.');
  }
  if (words < 4) {
    return plural(words, {
      one: () =>
        msg(
          str`${words} word. Four or more that have nothing to do with each other are hard to guess.`,
        ),
      other: () =>
        msg(
          str`${words} words. Four or more that have nothing to do with each other are hard to guess.`,
        ),
    });
  }
  return msg(
    str`${words} words: hard to guess, if they have nothing to do with each other or with you.`,
  );
}

/** Said wherever a passphrase is set or asked for. */
export function forgottenWords(): string {
  return msg(
    'Nobody can bring back a forgotten passphrase: no server has it, and nothing here opens without it. What is left then is a backup, your other devices, and what your contacts have on theirs.',
  );
}

/** Where a passkey alone opens it. */
export function lostPasskeyWords(): string {
  return msg(
    'Nobody can bring back a lost passkey: no server has it, and nothing here opens without it. What is left then is a backup, your other devices, and what your contacts have on theirs.',
  );
}
