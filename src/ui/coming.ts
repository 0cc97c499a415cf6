/**
 * How much of a long history is here, while the rest is on its way to a new device. It stands where
 * the person is and is spoken of to nobody by itself: numbers that run would be read out for minutes.
 */

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import type { LinkProgress } from '../app/snapshot.ts';
import { wholeNumber } from './words/numbers.ts';

/** Fewer than these are here before anybody has read the line. */
const FEW = 100;

export function historyComing(progress: LinkProgress | undefined) {
  const { done, total } = progress?.messages ?? { done: 0, total: 0 };
  if (total - done < FEW) return nothing;
  const words = msg(str`Older messages are coming: ${wholeNumber(done)} of ${wholeNumber(total)}`);
  return html`<div class="coming small soft">
    <span>${words}</span>
    <progress aria-label=${msg('Older messages are coming')} max=${total} value=${done}></progress>
  </div>`;
}

export const comingStyles = css`
  .coming {
    display: grid;
    gap: 0.2rem;
    padding: 0.35rem 1rem;
    font-variant-numeric: tabular-nums;
  }

  .coming progress {
    inline-size: 100%;
    block-size: 0.35rem;
    accent-color: var(--accent);
  }
`;
