/** What stands where there is nothing yet: how one comes to a first conversation. */

import { msg } from '@lit/localize';
import { html, svg } from 'lit';

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

/** Two who talk, and a vine from one to the other. */
const vine = () =>
  html`<svg class="vine" viewBox="0 0 240 116" aria-hidden="true">
    ${svg`
      <path class="vine-stem" d="M64 30C66 8 96 2 116 14s26 30 60 24" />
      <path class="vine-leaf" d="M112 13c-4-9 2-14 16-12 0 9-6 14-16 12z" />
      <path class="vine-bubble" d="M20 28h58a14 14 0 0 1 14 14v20a14 14 0 0 1-14 14H44L28 90V76h-8A14 14 0 0 1 6 62V42a14 14 0 0 1 14-14z" />
      <path class="vine-words" d="M24 45h48M24 59h30" />
      <path class="vine-bubble own" d="M220 38h-58a14 14 0 0 0-14 14v20a14 14 0 0 0 14 14h34l16 14V86h8a14 14 0 0 0 14-14V52a14 14 0 0 0-14-14z" />
      <path class="vine-words own" d="M168 55h48M186 69h30" />
      <g class="vine-grapes">
        <circle cx="109" cy="34" r="6" /><circle cx="122" cy="33" r="6" /><circle cx="135" cy="37" r="6" />
        <circle cx="115" cy="45" r="6" /><circle cx="128" cy="46" r="6" /><circle cx="121" cy="57" r="6" />
      </g>
    `}
  </svg>`;
