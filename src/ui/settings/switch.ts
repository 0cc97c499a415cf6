/** One switch with its name and what it does, pressed anywhere on its name. */

import { html } from 'lit';

export type Switch = {
  readonly id: string;
  readonly name: string;
  readonly explained: string;
  readonly isOn: boolean;
  readonly changed: (isOn: boolean) => void;
};

export function switchRow({ id, name, explained, isOn, changed }: Switch) {
  return html`<div class="switch">
    <label for=${id}>${name}</label>
    <input
      id=${id}
      type="checkbox"
      role="switch"
      aria-describedby="${id}-explained"
      .checked=${isOn}
      @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)}
    />
    <p id="${id}-explained" class="small soft">${explained}</p>
  </div>`;
}
