import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { sheetStyles } from '../theme/sheet.ts';
import { switchStyles } from './switch-styles.ts';

export const styles = [
  controls,
  sheetStyles,
  switchStyles,
  css`
    .sheet {
      gap: 0;
    }

    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
    }

    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.7rem;
      margin-block-start: 1.25rem;
      padding-block-start: 1.1rem;
      border-block-start: 1px solid var(--line);
    }

    h3 {
      font-size: var(--size-m);
    }
  `,
];
