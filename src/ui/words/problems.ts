/**
 * One table from what the program reports to what a person reads: what is so,
 * and what to do. The type makes a missing tag an error.
 */

import { msg, str } from '@lit/localize';
import type { ProblemTag } from '../../app/problems.ts';
import { wholeNumber } from './numbers.ts';
import { plural } from './plural.ts';

export type ProblemWords = {
  readonly title: string;
  /** Where a conversation's name helps, it is given; empty when there is none. */
  readonly text: string;
  /** What one button could do about it. */
  readonly remedy: 'reload' | 'none';
};

const table: Record<ProblemTag, (title: string, count: number) => ProblemWords> = {
  'storage-blocked': () => ({
    title: msg('This browser does not let Grapevine keep anything'),
    text: msg(
      'Storage is blocked here, as in some private windows. Open Grapevine in a normal window, or allow site data for this page in the browser’s settings, then reload.',
    ),
    remedy: 'reload',
  }),
  'storage-full': () => ({
    title: msg('This device is full'),
    text: msg(
      'The last change could not be saved. What you typed is still in the message field. Free some space on the device, then send it again.',
    ),
    remedy: 'none',
  }),
  'storage-closed': () => ({
    title: msg('Grapevine was changed in another tab'),
    text: msg('This tab can no longer save. Reload it to go on; your messages are kept.'),
    remedy: 'reload',
  }),
  'insecure-origin': () => ({
    title: msg('This address is not secure'),
    text: msg(
      'Browsers give the keys and storage that keep a chat private only to pages opened over https:// or from localhost. Open this page with https://, or ask whoever runs it to set that up.',
    ),
    remedy: 'none',
  }),
  'key-broken': () => ({
    title: msg('What is stored here cannot be opened'),
    text: msg(
      'The key of this device is damaged or gone, and without it the messages on this device stay sealed. Nothing was deleted. Reload once; if this stays, your contacts still have the messages on their devices.',
    ),
    remedy: 'reload',
  }),
  'record-damaged': (title) => ({
    title: msg('Something stored here was damaged'),
    text: title
      ? msg(
          str`A part of the conversation with ${title} could not be read and is left out. The rest is unharmed; the missing part may come back from your contact’s device.`,
        )
      : msg(
          'A part of what is stored could not be read and is left out. The rest is unharmed; the missing part may come back from your contact’s device.',
        ),
    remedy: 'none',
  }),
  'messages-lost': (title, count) => ({
    title: plural(count, {
      one: () => msg('One of your messages was lost'),
      other: () => msg(str`${wholeNumber(count)} of your messages were lost`),
    }),
    text: title
      ? msg(
          str`What was stored here of the conversation with ${title} was damaged before it reached any other device, so it cannot come back. Send again what is missing; everything else goes on.`,
        )
      : msg(
          'What was stored here of one conversation was damaged before it reached any other device, so it cannot come back. Send again what is missing; everything else goes on.',
        ),
    remedy: 'none',
  }),
  forked: (title) => ({
    title: msg('A device was set back to an older copy'),
    text: title
      ? msg(
          str`In the conversation with ${title}, a device was set back to an older copy, or two copies of it wrote on. There is nothing to do: it goes on as a new device. What was written since the copy may be missing there; of two copies one goes on, and the other can only be read.`,
        )
      : msg(
          'In one conversation a device was set back to an older copy, or two copies of it wrote on. There is nothing to do: it goes on as a new device. What was written since the copy may be missing there; of two copies one goes on, and the other can only be read.',
        ),
    remedy: 'none',
  }),
  'link-malformed': () => ({
    title: msg('This is not an invitation'),
    text: msg(
      'The link may have been cut off on its way. Copy it again as a whole, or ask for a new one.',
    ),
    remedy: 'none',
  }),
  'profiles-left': () => ({
    title: msg('Not every profile came along'),
    text: msg(
      'There may be no room for one more here, or too much time has passed. See which are missing, and link this device again from one of them.',
    ),
    remedy: 'none',
  }),
  'part-missing': () => ({
    title: msg('A part of Grapevine could not be loaded'),
    text: msg(
      'Without it nothing is sent or received in this tab. Check the connection and reload. Your messages are safe.',
    ),
    remedy: 'reload',
  }),
  'link-version': () => ({
    title: msg('This invitation is from a newer Grapevine'),
    text: msg('Reload to get the newest version, then open the invitation again.'),
    remedy: 'reload',
  }),
  'message-too-long': () => ({
    title: msg('The message is too long'),
    text: msg('It is still in the message field. Send it in two parts.'),
    remedy: 'none',
  }),
  'clock-doubtful': () => ({
    title: msg('A clock is wrong'),
    text: msg(
      'The clock of this device differs from others by more than 10 minutes. Messages still arrive; the times beside them may mislead. Check date and time in the device’s settings.',
    ),
    remedy: 'none',
  }),
  internal: (title) => ({
    title: msg('Something went wrong'),
    text: title
      ? msg(
          str`The conversation with ${title} stopped because of a fault of ours. What was saved is safe. Reload to go on.`,
        )
      : msg('A part of Grapevine stopped because of a fault of ours. What was saved is safe.'),
    remedy: 'reload',
  }),
};

/** `title` is the name of the conversation it happened in, or empty; `count` of what there are several. */
export function problemWords(tag: ProblemTag, title: string, count = 1): ProblemWords {
  return table[tag](title, count);
}
