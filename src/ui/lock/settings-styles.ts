import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { fieldStyles } from './styles.ts';

export const settingsStyles = [
  controls,
  fieldStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.9rem;
    }

    form {
      padding: 1rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }

    select {
      inline-size: min(100%, 22rem);
      font: inherit;
      color: inherit;
    }

    #said:empty {
      display: none;
    }
  `,
];
