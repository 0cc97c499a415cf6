/**
 * A text as a QR code (ISO/IEC 18004), drawn as one path: dark on light in
 * both colour schemes, because many readers do not know the inverse.
 */

import { css, html, LitElement, nothing, svg } from 'lit';
import { encode } from 'uqr';

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

/** Each run of dark modules in a row becomes one bar of height 1. */
export function modulesToPath(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) => darkRuns(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`))
    .join('');
}

function darkRuns(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  let start = -1;
  for (let x = 0; x <= row.length; x += 1) {
    const dark = row[x] === true;
    if (dark && start < 0) start = x;
    if (!dark && start >= 0) {
      runs.push([start, x - start]);
      start = -1;
    }
  }
  return runs;
}

customElements.define('gv-qr-code', GvQrCode);

declare global {
  interface HTMLElementTagNameMap {
    'gv-qr-code': GvQrCode;
  }
}
