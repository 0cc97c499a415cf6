import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { markStyles } from '../theme/mark.ts';

export const fieldStyles = css`
  .passphrase {
    flex-wrap: nowrap;
  }

  .said,
  .wait {
    font-variant-numeric: tabular-nums;
  }

  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.7rem;
  }

  form .label {
    margin-block-end: -0.4rem;
  }
`;

export const styles = [
  controls,
  markStyles,
  fieldStyles,
  css`
    :host {
      display: grid;
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      padding: max(1.5rem, env(safe-area-inset-top)) max(1.25rem, env(safe-area-inset-right))
        max(1.5rem, env(safe-area-inset-bottom)) max(1.25rem, env(safe-area-inset-left));
    }

    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1.25rem;
      inline-size: min(100%, 24rem);
      margin: auto;
    }

    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.75rem;
      --mark: 3rem;
    }

    h1 {
      font: 600 var(--size-xl) / 1.1 var(--title);
      letter-spacing: -0.02em;
    }

    h2 {
      display: flex;
      align-items: center;
      gap: 0.6rem;
      font-size: var(--size-l);
    }

    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1rem;
      padding: 1.25rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      box-shadow: var(--shadow);
    }

    summary {
      inline-size: fit-content;
      min-block-size: var(--target);
      padding-block: 0.6rem;
      border-radius: 0.4rem;
      color: var(--accent-ink);
      font-weight: 600;
      cursor: pointer;
    }

    section {
      display: grid;
      gap: 0.6rem;
      margin-block-start: 1.25rem;
    }

    h3 {
      font-size: var(--size-m);
    }

    .wrong {
      color: var(--danger);
    }
  `,
];
