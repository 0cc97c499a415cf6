/** What stands in the log beside the messages: the day, the unread mark, and what to show for nothing. */

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { SafetyChange } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { vine } from '../vine.ts';
import { newMessagesWords } from '../words/states.ts';
import { dayName, fullTime, machineTime } from '../words/times.ts';

/** `time`: of the first message of the day, milliseconds since 1970; so is `now`. */
export function dayLine(time: number, now: number) {
  return html`<p class="day small">
    <time datetime=${machineTime(time)}>${dayName(time, now)}</time>
  </p>`;
}

export function unreadLine() {
  return html`<p class="unread small" data-unread>${msg('New messages')}</p>`;
}

/** Who became somebody else, from here on. */
export function changeLine({ isOurs, name, time }: SafetyChange) {
  return html`<p class="change small" data-change>
    ${icons.shield()}
    <span dir="auto">
      ${
        isOurs
          ? msg(
              'You came back into this conversation on a new device. The safety number is another one since.',
            )
          : msg(
              str`${name} came back into this conversation on a new device. The safety number is another one since.`,
            )
      }
      <time class="soft" datetime=${machineTime(time)}>${fullTime(time)}</time>
    </span>
  </p>`;
}

export function olderButton(load: () => void) {
  return html`<button class="older button plain" @click=${load}>
    ${msg('Show older messages')}
  </button>`;
}

export function nothingYet() {
  return html`<div class="nothing">
    ${vine()}
    <p class="hello">${msg('Say hello.')}</p>
    <p class="soft small">
      ${msg(
        'Only the two of you can read what is written here. You can write even while your contact is away.',
      )}
    </p>
  </div>`;
}

export function typingDots() {
  return html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>`;
}

/** Leads to the end; `arrived`: how many messages came there meanwhile. */
export function endPill(arrived: number, showNewest: () => void) {
  return html`<button class="pill" @click=${showNewest}>
    ${icons.down()}
    ${
      arrived > 0
        ? html`<span>${newMessagesWords(arrived)}</span>`
        : html`<span class="hidden-text">${msg('To the newest message')}</span>`
    }
  </button>`;
}
