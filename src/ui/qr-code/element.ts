/**
 * A text as a QR code (ISO/IEC 18004), drawn as one path: dark on light in
 * both colour schemes, because many readers do not know the inverse.
 */

import { css, html, LitElement, nothing, svg } from 'lit';
import { encode } from 'uqr';
import { modulesToPath } from './path.ts';

const QUIET_ZONE = 4;

export class GvQrCode extends LitElement {
  static override properties = { text: { attribute: false }, label: { attribute: false } };
  static override styles = css`
    :host {
      display: block;
    }

    svg {
      display: block;
      inline-size: 100%;
      block-size: auto;
      border-radius: 0.75rem;
      background: #ffffff;
      forced-color-adjust: none;
    }

    path {
      fill: #241a2b;
    }
  `;

  declare text: string;
  /** What it is, for who cannot see it. */
  declare label: string;

  override render() {
    if (!this.text) return nothing;
    const { size, data } = encode(this.text, { ecc: 'L', border: QUIET_ZONE });
    return html`<svg
      viewBox="0 0 ${size} ${size}"
      role="img"
      aria-label=${this.label}
      shape-rendering="crispEdges"
    >
      ${svg`<path d=${modulesToPath(data)} />`}
    </svg>`;
  }
}

customElements.define('gv-qr-code', GvQrCode);

declare global {
  interface HTMLElementTagNameMap {
    'gv-qr-code': GvQrCode;
  }
}
