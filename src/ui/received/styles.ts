import { css } from 'lit';
import { choicesStyles } from '../theme/choices.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  choicesStyles,
  faceStyles,
  sheetStyles,
  css`
    .sheet {
      inline-size: min(100%, 34rem);
    }

    .choice:has(:checked) {
      background: var(--accent-soft);
    }

    .choice input {
      position: relative;
      flex: none;
      appearance: none;
      inline-size: var(--target);
      block-size: var(--target);
      margin: 0 -0.75rem 0 -0.5rem;
      border-radius: 50%;
      cursor: pointer;
    }

    /* Around what is drawn, not around all that can be touched. */
    .choice input:focus-visible {
      outline-offset: -0.55rem;
    }

    .choice input::before,
    .choice input:checked::after {
      content: '';
      position: absolute;
      inset: calc(50% - 0.625rem);
      border: 2px solid var(--edge);
      border-radius: 50%;
    }

    .choice input:checked::before {
      border-color: var(--accent);
    }

    .choice input:checked::after {
      inset: calc(50% - 0.3rem);
      border: 0.3rem solid var(--accent);
    }

    @media (forced-colors: active) {
      .choice:has(:checked) {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }

      .choice input:checked::before,
      .choice input:checked::after {
        border-color: Highlight;
      }
    }
  `,
];
