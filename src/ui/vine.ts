/** A small drawing for where nothing is yet. Its colours are in theme/vine.ts. */

import { html, svg } from 'lit';

/** Two who talk, and a vine from one to the other. */
export const vine = () =>
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
