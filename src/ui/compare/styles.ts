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

    /* Where the window is too low for all of it, the answers stay in sight. */
    .actions {
      position: sticky;
      inset-block-end: 0;
      justify-content: center;
      margin-block-end: -0.9rem;
      padding-block: 0.2rem 0.9rem;
      background: var(--surface);
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

    @media (max-width: 359px) {
      .actions {
        gap: 0.15rem;
      }

      .button {
        padding-inline: 0.5rem;
        font-size: 0.8125rem;
      }
    }

    @media (max-height: 700px) {
      [role='group'] {
        gap: 0.45rem;
        padding-block-start: 0.5rem;
      }

      .symbol {
        font-size: 1.4rem;
      }

      li {
        padding-block: 0.2rem;
      }
    }
  `,
];
