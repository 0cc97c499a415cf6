/** Says above the field what is written there: an edit, or a reply and to what. */

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { Message } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import type { Context } from './writing.ts';

/** `answered`: the message that is replied to, where it is here. */
export function contextBar(context: Context, answered: Message | undefined, cancel: () => void) {
  if (context.editing !== undefined) {
    return bar(icons.edit(), msg('Editing your message'), '', cancel);
  }
  if (context.replyTo === undefined) return '';
  const text = answered?.body.kind === 'text' ? answered.body.text : '';
  return bar(icons.reply(), replyWords(answered), text, cancel);
}

function replyWords(answered: Message | undefined): string {
  if (answered === undefined) return msg('Replying');
  return answered.own ? msg('Replying to yourself') : msg(str`Replying to ${answered.author}`);
}

function bar(icon: unknown, words: string, quote: string, cancel: () => void) {
  return html`<div class="context small">
    ${icon}
    <p id="context">
      <strong dir="auto">${words}</strong> <span class="soft" dir="auto">${quote}</span>
    </p>
    <button type="button" class="icon-button" @click=${cancel}>
      ${icons.close()}<span class="hidden-text">${msg('Cancel')}</span>
    </button>
  </div>`;
}
