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
      flex: none;
      inline-size: 1.25rem;
      block-size: 1.25rem;
      accent-color: var(--accent);
    }

    .who > [dir] {
      min-inline-size: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
  `,
];
