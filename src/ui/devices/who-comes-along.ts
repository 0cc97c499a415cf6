/** Which of the other profiles come along with a link for another device: none that is not chosen. */

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { ProfileSummary } from '../../app/snapshot.ts';
import { face } from '../face.ts';
import { choicesStyles } from '../theme/choices.ts';

export function whoComesAlong(
  others: readonly ProfileSummary[],
  chosen: ReadonlySet<string>,
  choose: (id: string, comes: boolean) => void,
) {
  return html`<fieldset aria-describedby="along-help">
    <legend class="label">${msg('Which other profiles come along?')}</legend>
    ${others.map(
      ({ id, name, picture }) =>
        html`<label class="choice along">
          <input
            type="checkbox"
            .checked=${chosen.has(id)}
            @change=${(event: Event) => choose(id, (event.target as HTMLInputElement).checked)}
          />
          ${face(name, false, picture)}
          <span dir="auto">${name}</span>
        </label>`,
    )}
    <p id="along-help" class="small soft">
      ${msg(
        'The profile that is shown always comes. One link and one comparison are enough for all. Nobody you talk to learns that they belong together.',
      )}
    </p>
  </fieldset>`;
}

export const whoComesAlongStyles = [
  choicesStyles,
  css`
    legend {
      padding: 0;
    }

    #along-help {
      margin-block-start: 0.4rem;
    }

    /* In line with the words around it, where the list has no edge of its own. */
    .along {
      padding-inline: 0.7rem;
    }
  `,
];
