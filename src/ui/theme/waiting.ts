/** Something goes on, and needs nothing of a person: words in a tinted box, beside a dot that breathes. */

import { css } from 'lit';

export const waitingStyles = css`
  .waiting {
    display: flex;
    align-items: flex-start;
    gap: 0.8rem;
    padding: 0.8rem 1rem;
    border-radius: var(--radius);
    background: var(--accent-soft);
  }

  .pulse {
    flex: none;
    inline-size: 0.7rem;
    block-size: 0.7rem;
    margin-block-start: 0.45rem;
    border-radius: 50%;
    background: var(--accent);
  }

  @media (forced-colors: active) {
    .waiting {
      border: 1px solid CanvasText;
    }

    .pulse {
      forced-color-adjust: none;
      background: Highlight;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .pulse {
      animation: pulse 2.4s infinite ease-in-out;
    }

    @keyframes pulse {
      50% {
        opacity: 0.35;
      }
    }
  }
`;
