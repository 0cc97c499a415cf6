/** What came of backing up and restoring, in words. */

import { msg, str } from '@lit/localize';
import type { Added, BackUpOutcome, RestoreOutcome } from '../../app/backup/outcomes.ts';
import { wholeNumber } from '../words/numbers.ts';
import { plural } from '../words/plural.ts';

export function backedUpWords(outcome: BackUpOutcome, file: string): string {
  switch (outcome.kind) {
    case 'done':
      return msg(
        str`Saved: ${file}, with ${conversationsWords(outcome.conversations)}. Keep it where you would keep a key, and the passphrase elsewhere.`,
      );
    case 'cancelled':
      return msg('Cancelled. No file was made.');
    case 'no-keys':
      return noKeysWords();
    case 'failed':
      return msg(
        'What is stored here could not be read, or the file not be written, to its end. No file was made.',
      );
  }
}

export function restoredWords(outcome: RestoreOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return [addedWords(outcome), leftWords(outcome), endedWords(outcome)]
        .filter((words) => words !== '')
        .join(' ');
    case 'cancelled':
      return `${msg('Cancelled.')} ${addedWords(outcome)} ${againWords()}`;
    case 'full':
      return `${msg('The storage of this browser is full.')} ${addedWords(outcome)} ${againWords()}`;
    case 'failed':
      return `${msg('It could not be restored to its end.')} ${addedWords(outcome)} ${againWords()}`;
    case 'not-a-backup':
      return msg('This file is no backup of Grapevine. Nothing was changed.');
    case 'newer':
      return msg(
        'A newer version of Grapevine made this backup. Update first; nothing was changed.',
      );
    case 'wrong-passphrase':
      return msg('The passphrase is not the one of this backup. Nothing was changed.');
    case 'damaged':
      return msg('This backup is damaged, or somebody has changed it. Nothing was changed here.');
    case 'other-profile':
      return msg(
        'This backup is of another profile. Add a new profile here, or use another browser, to restore it. Nothing was changed.',
      );
    case 'no-keys':
      return noKeysWords();
    case 'unreadable':
      return msg('The file cannot be read any more. Choose it again; nothing was changed.');
  }
}

export function isGood(outcome: RestoreOutcome | BackUpOutcome): boolean {
  return outcome.kind === 'done' || outcome.kind === 'cancelled';
}

function addedWords({ conversations, messages }: Added): string {
  if (conversations === 0 && messages === 0) return msg('Nothing was added: all of it is here.');
  return msg(str`Added: ${conversationsWords(conversations)}, ${messagesWords(messages)}.`);
}

function leftWords({ left }: Added): string {
  if (left === 0) return '';
  return plural(left, {
    one: () => msg(str`${left} conversation that was deleted here stays deleted.`),
    other: () => msg(str`${left} conversations that were deleted here stay deleted.`),
  });
}

function endedWords({ ended }: Added): string {
  if (ended === 0) return '';
  return plural(ended, {
    one: () => msg(str`${ended} conversation that had ended was left out.`),
    other: () => msg(str`${ended} conversations that had ended were left out.`),
  });
}

function againWords(): string {
  return msg('What was added stays. Restore again to go on.');
}

function conversationsWords(count: number): string {
  return plural(count, {
    one: () => msg(str`${count} conversation`),
    other: () => msg(str`${wholeNumber(count)} conversations`),
  });
}

function messagesWords(count: number): string {
  return plural(count, {
    one: () => msg(str`${count} message`),
    other: () => msg(str`${wholeNumber(count)} messages`),
  });
}

function noKeysWords(): string {
  return msg('This browser cannot make keys from passphrases. Nothing was changed.');
}
