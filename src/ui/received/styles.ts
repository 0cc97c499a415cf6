import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  faceStyles,
  sheetStyles,
  css`
    .sheet {
      inline-size: min(100%, 34rem);
    }

    fieldset {
      display: grid;
      gap: 0.2rem;
      margin: 0;
      padding: 0;
      border: 0;
      min-inline-size: 0;
    }

    .who {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      min-block-size: 3.2rem;
      padding: 0.3rem 0.5rem;
      border-radius: var(--radius);
      cursor: pointer;
    }

    .who:hover {
      background: var(--sunken);
    }

    .who:has(:checked) {
      background: var(--accent-soft);
    }

    .who input {
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
    .who input:focus-visible {
      outline-offset: -0.55rem;
    }

    .who input::before,
    .who input:checked::after {
      content: '';
      position: absolute;
      inset: calc(50% - 0.625rem);
      border: 2px solid var(--edge);
      border-radius: 50%;
    }

    .who input:checked::before {
      border-color: var(--accent);
    }

    .who input:checked::after {
      inset: calc(50% - 0.3rem);
      border: 0.3rem solid var(--accent);
    }

    .who > [dir] {
      min-inline-size: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }

    @media (forced-colors: active) {
      .who:has(:checked) {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }

      .who input:checked::before,
      .who input:checked::after {
        border-color: Highlight;
      }
    }
  `,
];
