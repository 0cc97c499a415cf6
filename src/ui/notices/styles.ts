import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    :host {
      display: block;
      flex: none;
      max-block-size: 45dvh;
      overflow-y: auto;
    }

    aside {
      padding-block-start: env(safe-area-inset-top);
    }

    .notice {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem 0.9rem;
      padding: 0.6rem 1rem;
      border-block-end: 1px solid var(--line);
      background: var(--accent-soft);
    }

    .problem {
      position: relative;
      background: var(--warn-soft);
    }

    .problem:has(.dismiss) {
      padding-inline-end: calc(var(--target) + 0.75rem);
    }

    .dismiss {
      position: absolute;
      inset-block-start: 0.3rem;
      inset-inline-end: 0.5rem;
      color: var(--ink);
    }

    .dismiss:hover {
      background: transparent;
      box-shadow: inset 0 0 0 1px var(--warn);
    }

    .problem > svg.icon {
      align-self: start;
      margin-block-start: 0.15rem;
      color: var(--warn);
    }

    .words {
      flex: 1 1 18rem;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }

    @media (max-width: 699px) {
      .problem .words {
        flex-basis: calc(100% - 2.25rem);
      }
    }
  `,
];
