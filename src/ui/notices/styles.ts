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
      background: var(--warn-soft);
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
        flex-basis: 70%;
      }
    }
  `,
];
