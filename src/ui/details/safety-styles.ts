import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const safetyStyles = [
  controls,
  css`
    :host {
      display: block;
      margin-block-start: 0.9rem;
    }

    ol {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      gap: 0.35rem 0.5rem;
      margin-block: 0.9rem;
      padding: 0.8rem;
      border-radius: var(--radius);
      background: var(--sunken);
      list-style: none;
    }

    li {
      font:
        600 1.125rem / 1.4 ui-monospace,
        monospace;
      letter-spacing: 0.04em;
      text-align: center;
      direction: ltr;
    }

    @media (max-width: 26em) {
      ol {
        grid-template-columns: repeat(3, 1fr);
      }
    }

    gv-qr-code {
      inline-size: min(100%, 14rem);
      margin: 0 auto 0.9rem;
    }

    .result {
      margin-block: 0.9rem;
      padding: 0.8rem 1rem;
      border-radius: var(--radius);
      background: var(--sunken);
    }

    .result h4 {
      margin: 0 0 0.25rem;
      font-size: var(--size-m);
    }

    .result.same h4 {
      color: var(--leaf);
    }

    .result.different {
      background: var(--danger-soft);
    }

    .result.different h4 {
      color: var(--danger);
    }
  `,
];
