/** What opens over the log: the question before a deletion, and the reactions to choose from. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { Message } from '../../app/snapshot.ts';
import { keepEscape } from '../keep-escape.ts';
import { offeredReactions } from '../words/reaction-names.ts';

export function deleteDialog(message: Message | undefined, confirmed: () => void) {
  const close = (event: Event, yes: boolean) => {
    (event.currentTarget as HTMLElement).closest('dialog')?.close();
    if (yes) confirmed();
  };
  return html`<dialog aria-labelledby="delete-title" @keydown=${keepEscape}>
    <h3 id="delete-title">${msg('Delete this message?')}</h3>
    <p class="quoted" dir="auto">${message?.body.kind === 'text' ? message.body.text : ''}</p>
    <p class="soft small">
      ${msg('It goes from this device and, when they meet, from your contact’s.')}
    </p>
    <div class="actions">
      <button class="button main danger" @click=${(event: Event) => close(event, true)}>
        ${msg('Delete')}
      </button>
      <button class="button" autofocus @click=${(event: Event) => close(event, false)}>
        ${msg('Keep')}
      </button>
    </div>
  </dialog>`;
}

export function reactionPicker(
  message: Message | undefined,
  chosen: (message: Message, emoji: string) => void,
  toggled: (event: Event) => void,
) {
  const own = new Set(message?.reactions.filter((each) => each.own).map((each) => each.emoji));
  return html`<div
    class="picker"
    popover="auto"
    role="group"
    aria-label=${msg('Choose a reaction')}
    @keydown=${walk}
    @toggle=${toggled}
  >
    ${offeredReactions.map(
      ({ emoji, name }) =>
        html`<button
          class="choice"
          aria-label=${name()}
          title=${name()}
          aria-pressed=${own.has(emoji) ? 'true' : 'false'}
          @click=${(event: Event) => {
            (event.currentTarget as HTMLElement).closest<HTMLElement>('.picker')?.hidePopover();
            if (message !== undefined) chosen(message, emoji);
          }}
        >
          ${emoji}
        </button>`,
    )}
  </div>`;
}

/**
 * Stands beside the button that opened it, inside the window, also after that was turned or made
 * smaller, with the first choice focused.
 */
export function openReactions(picker: HTMLElement, from: HTMLElement): void {
  picker.showPopover();
  standBeside(picker, from);
  const again = () => standBeside(picker, from);
  window.addEventListener('resize', again);
  const closed = () => window.removeEventListener('resize', again);
  picker.addEventListener('beforetoggle', closed, { once: true });
  picker.querySelector('button')?.focus();
}

function standBeside(picker: HTMLElement, from: HTMLElement): void {
  // Its tools may have gone meanwhile; the message stays.
  const shown = from.checkVisibility() ? from : (from.closest('.message') ?? from);
  const anchor = shown.getBoundingClientRect();
  const size = picker.getBoundingClientRect();
  const left = Math.min(anchor.left, innerWidth - size.width - 8);
  const above = anchor.top - size.height - 6;
  const below = Math.min(anchor.bottom + 6, innerHeight - size.height - 8);
  picker.style.left = `${Math.max(8, left)}px`;
  picker.style.top = `${Math.max(8, above > 8 ? Math.min(above, below) : below)}px`;
}

function walk(event: KeyboardEvent): void {
  keepEscape(event);
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === event.target);
  const columns = buttons.filter(({ offsetTop }) => offsetTop === buttons[0]?.offsetTop).length;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[at + step]?.focus();
}
