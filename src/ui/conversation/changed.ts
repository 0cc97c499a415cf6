/** That the safety number changed: it stays until the person has seen it, or compared the new one. */

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { icons } from '../icons.ts';

export function changedNotice(contact: string, seen: () => void, compare: () => void) {
  return html`<div class="changed" role="alert">
    <h3 dir="auto">${icons.notice()}${msg(str`Your safety number with ${contact} has changed`)}</h3>
    <p class="small">
      ${msg(
        str`${contact} was let into this conversation again on a new device, as is done when every device was lost. What you compared before says nothing about that device. Compare the safety number before you write what only ${contact} may read.`,
      )}
    </p>
    <div class="actions">
      <button class="button main" @click=${compare}>${msg('Compare safety number')}</button>
      <button class="button" @click=${seen}>${msg('I have seen it')}</button>
    </div>
  </div>`;
}
