/** Three dots that breathe while the contact writes, and stand still where motion is not wanted. */

import { css } from 'lit';

export const typingStyles = css`
  .typing {
    display: flex;
    gap: 0.3rem;
    align-self: flex-start;
    margin-block-start: 0.7rem;
    padding: 0.85rem 1rem;
    border: 1px solid var(--line);
    border-radius: 1.15rem;
    background: var(--other);
  }

  .typing i {
    inline-size: 0.45rem;
    block-size: 0.45rem;
    border-radius: 50%;
    background: var(--ink-soft);
  }

  @media (prefers-reduced-motion: no-preference) {
    .typing i {
      animation: breathe 1.2s infinite ease-in-out;
    }

    .typing i:nth-child(2) {
      animation-delay: 0.15s;
    }

    .typing i:nth-child(3) {
      animation-delay: 0.3s;
    }

    @keyframes breathe {
      50% {
        opacity: 0.3;
      }
    }
  }
`;
