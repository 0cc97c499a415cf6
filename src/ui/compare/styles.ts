import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    :host {
      display: block;
      border-block-end: 1px solid var(--line);
      background: var(--surface);
    }

    [role='group'] {
      display: grid;
      gap: 0.7rem;
      max-inline-size: 46rem;
      margin-inline: auto;
      padding: 0.8rem 1.25rem 0.9rem;
    }

    #why {
      text-align: center;
      text-wrap: balance;
    }

    .emoji {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 0.4rem;
      list-style: none;
      border-radius: var(--radius);
    }

    li {
      display: grid;
      flex: 1 0 4.6rem;
      max-inline-size: 6rem;
      justify-items: center;
      gap: 0.1rem;
      padding: 0.35rem 0.2rem;
      border-radius: var(--radius);
      background: var(--sunken);
      text-align: center;
    }

    .symbol {
      font: 1.75rem/1.2 var(--emoji);
    }

    .actions {
      justify-content: center;
    }

    @media (max-width: 480px) {
      [role='group'] {
        padding-inline: 0.75rem;
      }

      .actions {
        gap: 0.4rem;
      }

      .button {
        padding-inline: 0.75rem;
        font-size: 0.9375rem;
      }
    }
  `,
];
