/** Which of several profiles accepts an invitation: none of them before a person has said so. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { ProfileSummary } from '../../app/snapshot.ts';
import { face } from '../face.ts';

export function whoAccepts(
  profiles: readonly ProfileSummary[],
  chosen: string | undefined,
  isMissing: boolean,
  choose: (id: string) => void,
) {
  return html`<fieldset
    role="radiogroup"
    aria-labelledby="who"
    aria-describedby="who-help"
    aria-invalid=${isMissing ? 'true' : 'false'}
  >
    <legend id="who" class="label">${msg('Who accepts?')}</legend>
    ${profiles.map(
      ({ id, name }) =>
        html`<label class="choice">
          <input type="radio" name="who" .checked=${id === chosen} @change=${() => choose(id)} />
          ${face(name)}
          <span dir="auto">${name}</span>
        </label>`,
    )}
    <p id="who-help" class="small ${isMissing ? 'wrong' : 'soft'}" aria-live="polite">
      ${
        isMissing
          ? msg('Choose first in which profile you talk to them.')
          : msg('They learn the name of this profile and nothing of the others.')
      }
    </p>
  </fieldset>`;
}
