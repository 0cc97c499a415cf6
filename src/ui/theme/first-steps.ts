/** How the first steps look: a drawing, and three lines with numbers. */

import { css } from 'lit';

export const firstStepsStyles = css`
  .first {
    display: grid;
    justify-items: center;
    gap: 1rem;
    inline-size: min(100%, 25rem);
    margin-inline: auto;
    text-align: center;
  }

  .steps {
    display: grid;
    gap: 0.7rem;
    counter-reset: step;
    list-style: none;
    text-align: start;
  }

  .steps li {
    display: grid;
    grid-template-columns: 1.7rem minmax(0, 1fr);
    gap: 0.75rem;
    counter-increment: step;
  }

  .steps li::before {
    content: counter(step);
    display: grid;
    place-items: center;
    inline-size: 1.7rem;
    block-size: 1.7rem;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent-ink);
    font: 600 0.9375rem/1 var(--title);
  }

  @media (forced-colors: active) {
    .steps li::before {
      border: 1px solid CanvasText;
    }
  }
`;
