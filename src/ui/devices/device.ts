/** One device in the list: its name and another one, when it was there, and its removal. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { DeviceView } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { fullTime, machineTime } from '../words/times.ts';

const NAME_LIMIT = 64;

export class GvDevice extends LitElement {
  static override properties = {
    commands: { attribute: false },
    device: { attribute: false },
    otherProfiles: { attribute: false },
    course: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.8rem;
        padding: 0.6rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }

      .about {
        flex: 1 1 11rem;
        min-inline-size: 0;
      }

      .about p:focus-visible {
        outline: none;
      }

      form,
      [role='group'] {
        flex: 1 1 100%;
        min-inline-size: 0;
      }

      .title {
        overflow-wrap: anywhere;
        font-weight: 600;
      }

      [role='group'] {
        display: grid;
        gap: 0.6rem;
      }
    `,
  ];

  declare commands: Commands;
  declare device: DeviceView;
  /** Names of the person's other profiles on this device; none of a hidden one. */
  declare otherProfiles: readonly string[];
  declare course: 'list' | 'naming' | 'removing' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"]')?.focus());
    this.otherProfiles = [];
    this.course = 'list';
  }

  override render() {
    const { name, isThis, isRemoved } = this.device;
    return html`<div class="about">
        <p tabindex="-1">
          <span class="title" dir="auto">${name}</span>
          ${isThis ? html`<span class="small soft">${msg('(this device)')}</span>` : ''}
        </p>
        ${isRemoved ? this.#removed() : [this.#seen(), this.#letIn()]}
      </div>
      ${isRemoved ? '' : this.#there()}`;
  }

  #there() {
    switch (this.course) {
      case 'naming':
        return this.#naming();
      case 'removing':
      case 'failed':
        return this.#question();
      case 'list':
        return html`<div class="actions">
          <button class="button" @click=${() => void this.#turn('naming')}>${msg('Rename')}</button>
          ${
            this.device.isThis
              ? ''
              : html`<button class="button danger" @click=${() => void this.#turn('removing')}>
                  ${icons.remove()}${msg('Remove')}
                </button>`
          }
        </div>`;
    }
  }

  #seen() {
    const { lastSeen, isThis } = this.device;
    if (isThis) return '';
    if (lastSeen === undefined) return html`<p class="small soft">${msg('Not seen yet')}</p>`;
    return html`<p class="small soft">
      ${msg('Last seen')} <time datetime=${machineTime(lastSeen)}>${fullTime(lastSeen)}</time>
    </p>`;
  }

  #letIn() {
    const { letInBy } = this.device;
    if (!letInBy) return '';
    const { name, isRemoved } = letInBy;
    return html`<p class="small soft">
      ${
        isRemoved
          ? msg(str`Let in by ${name}, which was removed. Keep it only if it is yours.`)
          : msg(str`Let in by ${name}`)
      }
    </p>`;
  }

  #naming() {
    return html`<form @submit=${this.#rename}>
      <label class="label" for="name">${msg('Name of the device')}</label>
      <div class="row">
        <input
          id="name"
          class="field"
          dir="auto"
          autocomplete="off"
          spellcheck="false"
          maxlength=${NAME_LIMIT}
          .value=${this.device.name}
        />
        <button class="button main">${msg('Save')}</button>
        <button type="button" class="button plain" @click=${() => void this.#turn('list')}>
          ${msg('Cancel')}
        </button>
      </div>
    </form>`;
  }

  #question() {
    const { name } = this.device;
    return html`<div role="group" aria-labelledby="question">
      <p id="question">
        ${msg(
          str`Remove “${name}”? It keeps what it has, and cannot read what is written once those who write know of it. It cannot come back; you would link it anew.`,
        )}
      </p>
      ${
        this.otherProfiles.length > 0
          ? html`<p class="small soft">
              ${msg(
                str`Only from this profile. Each profile has its own list, so look in your others too: ${this.otherProfiles.join(', ')}.`,
              )}
            </p>`
          : ''
      }
      ${
        this.course === 'failed'
          ? html`<p role="alert">
              ${msg('It could not be removed now. Nothing was changed. Try again.')}
            </p>`
          : ''
      }
      <div class="actions">
        <button class="button main danger" @click=${this.#remove}>
          ${msg('Remove this device')}
        </button>
        <button class="button" @click=${() => void this.#turn('list')}>${msg('Keep')}</button>
      </div>
    </div>`;
  }

  #removed() {
    const { leftTo } = this.device;
    return html`<div class="small soft" role="status">
      <p>${this.#whoKnows()}</p>
      ${leftTo === 'none' ? '' : html`<p>${leftWords(leftTo)}</p>`}
    </div>`;
  }

  #whoKnows(): string {
    const { unaware, leftTo } = this.device;
    if (unaware.length > 0) {
      return msg(
        str`Removed. Not everybody knows yet, and what they write until then it may still read: ${unaware.join(', ')}.`,
      );
    }
    return leftTo === 'none'
      ? msg('Removed. Everybody knows: it can read nothing new.')
      : msg('Removed. In the conversations that are on this device everybody knows.');
  }

  async #turn(course: GvDevice['course']) {
    this.course = course;
    await this.updateComplete;
    const { renderRoot: root } = this;
    const harmless = root.querySelector<HTMLElement>('input, [role="group"] .button:last-child');
    (harmless ?? root.querySelector<HTMLElement>('.button'))?.focus();
  }

  #rename = async (event: Event) => {
    event.preventDefault();
    const typed = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    if (typed !== '') await this.commands.renameDevice(this.device.id, typed);
    await this.#turn('list');
  };

  #remove = async () => {
    const isDone = await this.commands.removeDevice(this.device.id);
    this.course = isDone ? 'list' : 'failed';
  };
}

function leftWords(leftTo: 'devices' | 'nobody'): string {
  return leftTo === 'devices'
    ? msg(
        'It was in conversations that are not on this device. Your other devices remove it there when they are on; until then it may read on.',
      )
    : msg(
        'It was in conversations that are not on this device any more, and no other device of yours can remove it there: what others write it may read on.',
      );
}

customElements.define('gv-device', GvDevice);

declare global {
  interface HTMLElementTagNameMap {
    'gv-device': GvDevice;
  }
}
