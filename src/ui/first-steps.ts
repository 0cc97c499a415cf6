/** What stands where there is nothing yet: how one comes to a first conversation. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import { vine } from './vine.ts';

export function firstSteps() {
  return html`<div class="first">
    ${vine()}
    <h2>${msg('Bring somebody in')}</h2>
    <ol class="steps" role="list">
      <li>${msg('Press “New conversation”: you get a link and a QR code.')}</li>
      <li>${msg('Give it to one person, in a way that only the two of you see.')}</li>
      <li>${msg('When it is opened, you can talk, even while one of you is away.')}</li>
    </ol>
    <p class="small soft">
      ${msg('Were you sent an invitation? Paste it, or just open the link.')}
    </p>
  </div>`;
}
