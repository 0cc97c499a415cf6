import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { markStyles } from '../theme/mark.ts';

export const styles = [
  controls,
  markStyles,
  css`
    :host {
      display: grid;
      padding: max(1.5rem, env(safe-area-inset-top)) max(1.25rem, env(safe-area-inset-right))
        max(1.5rem, env(safe-area-inset-bottom)) max(1.25rem, env(safe-area-inset-left));
    }

    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1.5rem;
      inline-size: min(100%, 27rem);
      margin: auto;
    }

    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.75rem;
      --mark: 3.75rem;
    }

    h1 {
      font: 600 var(--size-xxl) / 1.1 var(--title);
      letter-spacing: -0.02em;
    }

    h2 {
      overflow-wrap: anywhere;
    }

    .promises {
      display: grid;
      gap: 0.35rem;
      list-style: none;
      font-size: var(--size-l);
      line-height: 1.45;
      color: var(--ink-soft);
      text-wrap: balance;
    }

    .promises h2 {
      color: var(--ink);
    }

    form {
      padding: 1.25rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      box-shadow: var(--shadow);
    }

    form .small {
      margin-block-start: 0.5rem;
    }

    .wrong {
      color: var(--danger);
    }

    .invited h2 {
      margin-block-end: 0.5rem;
      font: 600 var(--size-m) / 1.4 var(--text);
      letter-spacing: 0;
    }

    @media (max-height: 620px) {
      main {
        gap: 1rem;
      }
    }
  `,
];
