/** A box to tick, as wide as a finger around a box of the usual size. */

import { css } from 'lit';

export const checkBoxStyles = css`
  input[type='checkbox'] {
    position: relative;
    flex: none;
    appearance: none;
    inline-size: var(--target);
    block-size: var(--target);
    margin: 0 -0.7rem;
    cursor: pointer;
  }

  input[type='checkbox']:focus-visible {
    outline-offset: -0.5rem;
  }

  input[type='checkbox']::before {
    content: '';
    position: absolute;
    inset: calc(50% - 0.625rem);
    border: 2px solid var(--edge);
    border-radius: 0.3rem;
  }

  input[type='checkbox']:checked::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  input[type='checkbox']:checked::after {
    content: '';
    position: absolute;
    inset-block-start: calc(50% - 0.45rem);
    inset-inline-start: calc(50% - 0.2rem);
    inline-size: 0.25rem;
    block-size: 0.55rem;
    border: solid var(--on-accent);
    border-width: 0 2px 2px 0;
    rotate: 45deg;
  }

  @media (forced-colors: active) {
    input[type='checkbox']:checked::before {
      border-color: Highlight;
      background: Highlight;
    }
  }
`;
