/** A field for a passphrase, hidden until the person wants to see it. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import { icons } from '../icons.ts';

export type PassphraseField = {
  readonly id: string;
  readonly label: string;
  readonly isShown: boolean;
  readonly isWrong: boolean;
  /** The id of what explains it, or says what is wrong. */
  readonly describedBy: string;
  /** Among several only the first has the button that shows them all. */
  readonly toggled?: () => void;
  readonly typed: () => void;
};

/** At most, in characters; more is a file pasted by mistake. */
const LIMIT = 1024;

/** No browser and no keyboard should remember it: it would then open without the person. */
export const passphraseField = (field: PassphraseField) =>
  html`<label class="label" for=${field.id}>${field.label}</label>
    <div class="row passphrase">
      <input
        id=${field.id}
        class="field"
        type=${field.isShown ? 'text' : 'password'}
        dir="auto"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength=${LIMIT}
        aria-describedby=${field.describedBy}
        aria-invalid=${field.isWrong ? 'true' : 'false'}
        @input=${field.typed}
      />
      ${
        field.toggled === undefined
          ? ''
          : html`<button
              class="icon-button"
              type="button"
              title=${field.isShown ? msg('Hide') : msg('Show')}
              aria-pressed=${field.isShown ? 'true' : 'false'}
              @click=${field.toggled}
            >
              ${field.isShown ? icons.hide() : icons.show()}<span class="hidden-text"
                >${msg('Show what is typed')}</span
              >
            </button>`
      }
    </div>`;
