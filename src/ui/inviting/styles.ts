import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { sheetStyles } from '../theme/sheet.ts';
import { waitingStyles } from '../theme/waiting.ts';

export const styles = [
  controls,
  sheetStyles,
  waitingStyles,
  css`
    .ways {
      display: grid;
      grid-template-columns: 12.5rem minmax(0, 1fr);
      gap: 1.5rem;
      align-items: center;
      margin-block: 0.5rem;
    }

    gv-qr-code {
      inline-size: 100%;
      aspect-ratio: 1;
      border: 1px solid var(--line);
      border-radius: 0.8rem;
      background: #ffffff;
    }

    .handing .actions {
      margin-block-start: 0.75rem;
    }

    .told {
      min-block-size: 1.45em;
      margin-block-start: 0.5rem;
      color: var(--ink-soft);
    }

    @media (max-width: 899px) {
      .ways {
        grid-template-columns: minmax(0, 1fr);
      }

      gv-qr-code {
        max-inline-size: 13rem;
        margin-inline: auto;
      }
    }

    @media (min-width: 700px) and (max-width: 899px) {
      .ways {
        grid-template-columns: 9.5rem minmax(0, 1fr);
        gap: 1rem;
      }
    }
  `,
];
