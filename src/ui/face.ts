/**
 * The round face of a contact: the picture that it tells, else a letter on a colour that comes from
 * the name, so that it stays.
 */

import { html, nothing } from 'lit';
import { pictureAddress } from './picture-address.ts';
import { initial } from './words/initial.ts';

/** As many as theme/face.ts has colours. */
const HUES = 6;

/** `online` adds the dot. Without meaning of its own: the name stands beside it in words. */
export function face(name: string, online = false, picture?: Uint8Array) {
  const address = picture && pictureAddress(picture);
  return html`<span class="face hue-${nameToHue(name)}" aria-hidden="true"
    >${address === undefined ? initial(name) : html`<img src=${address} alt="" />`}${online ? html`<span class="here"></span>` : nothing}</span
  >`;
}

/** 0 to 5, the same for the same name on every device. */
export function nameToHue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 0xffff;
  return sum % HUES;
}
