import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const formStyles = [
  controls,
  css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.5rem;
    }

    .actions {
      margin-block-start: 0.4rem;
    }
  `,
];
