/** A calm sheet in the middle of the main pane: invitations, coming and going. */

import { css } from 'lit';

export const sheetStyles = css`
  :host {
    display: grid;
    min-block-size: 0;
    overflow-y: auto;
    padding: max(1rem, env(safe-area-inset-top)) max(1rem, env(safe-area-inset-right))
      max(1rem, env(safe-area-inset-bottom)) 1rem;
  }

  .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    overflow-wrap: anywhere;
    gap: 0.9rem;
    inline-size: min(100%, 40rem);
    margin: auto;
    padding: clamp(1.1rem, 3vw, 2rem);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .sheet > .face {
    inline-size: 3.5rem;
    block-size: 3.5rem;
    font-size: 1.5rem;
  }

  h2 {
    overflow-wrap: anywhere;
  }

  .back {
    display: none;
    justify-self: start;
    margin: -0.5rem 0 -0.4rem -0.6rem;
  }

  .ended {
    padding: 0.8rem 1rem;
    border-radius: var(--radius);
    background: var(--sunken);
  }

  .ended.raced {
    background: var(--danger-soft);
  }

  @media (max-width: 699px) {
    :host {
      padding: 0;
    }

    .sheet {
      align-content: start;
      min-block-size: 100%;
      border: 0;
      border-radius: 0;
      padding: max(1.1rem, env(safe-area-inset-top)) 1.25rem
        max(1.25rem, env(safe-area-inset-bottom));
      box-shadow: none;
    }

    .back {
      display: inline-grid;
    }
  }

  @media (forced-colors: active) {
    .ended {
      border: 1px solid CanvasText;
    }
  }
`;
