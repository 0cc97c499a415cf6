/** The card of an introduction: who introduces whom, and the two answers. */

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { IntroductionView } from '../../app/snapshot.ts';

export function introductionCard(
  commands: Commands,
  introducer: string,
  { id, name, isAgreed }: IntroductionView,
) {
  return html`<div class="introduction" role="group" aria-label=${msg('Introduction')}>
    <p>
      <strong dir="auto">${msg(str`${introducer} introduces ${name}`)}</strong>
    </p>
    <p class="small">
      ${
        isAgreed
          ? msg(
              str`${name} has agreed. When you accept, the two of you get a conversation of your own. Only ${introducer} vouches for who it is until you compare the emoji.`,
            )
          : msg(
              str`When you accept, ${name} is asked too, and the two of you get a conversation of your own. Only ${introducer} vouches for who it is until you compare the emoji.`,
            )
      }
    </p>
    <div class="actions">
      <button class="button main" @click=${() => void commands.answerIntroduction(id, true)}>
        ${msg('Accept')}
      </button>
      <button class="button" @click=${() => void commands.answerIntroduction(id, false)}>
        ${msg('Decline')}
      </button>
    </div>
  </div>`;
}
