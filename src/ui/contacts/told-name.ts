/** The name behind a nickname. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { ContactView } from '../../app/snapshot.ts';

/** What a contact calls itself, where it is called something else here. */
export function toldName({ name }: ContactView) {
  return html`<div>
    <dt>${msg('Says to be called')}</dt>
    <dd dir="auto">${name}</dd>
  </div>`;
}
