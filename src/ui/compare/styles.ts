import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    :host {
      display: block;
      container-type: inline-size;
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
      flex: 0 1 calc((100% - 1.2rem) / 4);
      min-inline-size: 0;
      justify-items: center;
      gap: 0.1rem;
      padding: 0.35rem 0.1rem;
      border-radius: var(--radius);
      background: var(--sunken);
      text-align: center;
    }

    .name {
      max-inline-size: 100%;
      font-size: 0.75rem;
      line-height: 1.4;
      overflow-wrap: anywhere;
      hyphens: auto;
    }

    @container (min-width: 30rem) {
      [role='group'] {
        padding-inline: 0.75rem;
      }

      .emoji {
        gap: 0.3rem;
      }

      li {
        flex: 1 1 0;
      }
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
