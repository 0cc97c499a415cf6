/** A fieldset of rows, each a box to tick or a button to choose beside whom it is for. */

import { css } from 'lit';

export const choicesStyles = css`
  fieldset {
    display: grid;
    gap: 0.2rem;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  .choice {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3.2rem;
    padding: 0.3rem 0.5rem;
    border-radius: var(--radius);
    cursor: pointer;
  }

  .choice:hover {
    background: var(--sunken);
  }

  .choice > [dir] {
    min-inline-size: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`;
