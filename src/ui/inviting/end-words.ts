/** How an invitation of ours ended, and what to do now. */

import { msg } from '@lit/localize';

export type EndWords = { readonly title: string; readonly text: string };

export function endWords(state: 'raced' | 'declined' | 'expired'): EndWords {
  switch (state) {
    case 'raced':
      return {
        title: msg('Two people tried to use this link'),
        text: msg(
          'Somebody besides your contact has seen the link, so it was made void and nobody was let in. Give a new link in a way that nobody else can read.',
        ),
      };
    case 'declined':
      return {
        title: msg('The invitation was declined'),
        text: msg('Whoever opened the link chose not to accept. It cannot be used again.'),
      };
    case 'expired':
      return {
        title: msg('The link has expired'),
        text: msg('Nobody accepted it in time. A new link is one press away.'),
      };
  }
}
