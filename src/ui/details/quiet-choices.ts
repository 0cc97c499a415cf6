/** What one conversation tells of a person: as the settings say, or otherwise. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import {
  QUIET_CHOICES,
  QUIET_PARTS,
  type QuietChoice,
  type QuietChoices,
  type QuietPart,
} from '../../app/quiet.ts';
import { controls } from '../theme/controls.ts';
import { quietName } from '../words/quiet.ts';

export class GvQuietChoices extends LitElement {
  static override properties = {
    commands: { attribute: false },
    chosen: { attribute: false },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: 0.6rem;
      }

      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem 1rem;
      }

      label {
        flex: 1 1 10rem;
      }

      select.field {
        flex: 0 1 auto;
        inline-size: auto;
        max-inline-size: 100%;
        font: inherit;
        color: inherit;
      }
    `,
  ];

  declare commands: Commands;
  declare chosen: QuietChoices;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return QUIET_PARTS.map(
      (part) =>
        html`<div>
          <label for=${part}>${quietName(part)}</label>
          <select
            id=${part}
            class="field"
            @change=${(event: Event) => this.#choose(part, event.target as HTMLSelectElement)}
          >
            ${QUIET_CHOICES.map(
              (choice) =>
                html`<option value=${choice} .selected=${this.chosen[part] === choice}>
                  ${choiceWords(choice)}
                </option>`,
            )}
          </select>
        </div>`,
    );
  }

  #choose(part: QuietPart, { selectedIndex }: HTMLSelectElement) {
    const choice = QUIET_CHOICES[selectedIndex];
    if (choice !== undefined) void this.commands.setConversationQuiet(part, choice);
  }
}

function choiceWords(choice: QuietChoice): string {
  switch (choice) {
    case 'profile':
      return msg('As in the settings');
    case 'on':
      return msg('Yes');
    case 'off':
      return msg('No');
  }
}

customElements.define('gv-quiet-choices', GvQuietChoices);

declare global {
  interface HTMLElementTagNameMap {
    'gv-quiet-choices': GvQuietChoices;
  }
}
