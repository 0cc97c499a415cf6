/** What stands around a bubble to act on it: its tools, and the reactions given to it. */

import { css } from 'lit';

export const toolStyles = css`
  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    margin: -0.3rem 0.4rem 0.1rem;
  }

  .reaction {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    min-inline-size: 2.1rem;
    min-block-size: 1.8rem;
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    color: var(--ink);
    font: 0.9375rem/1.2 var(--emoji);
  }

  .reaction[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  @media (pointer: coarse) {
    .reaction {
      min-inline-size: var(--target);
      min-block-size: var(--target);
    }
  }

  .tools {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(0.3rem - var(--target));
    display: flex;
    padding: 0.15rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .own .tools {
    inset-inline-end: 0.25rem;
  }

  .other .tools {
    inset-inline-start: 0.25rem;
  }

  .tools .icon-button {
    inline-size: calc(var(--target) - 0.35rem);
    block-size: calc(var(--target) - 0.35rem);
  }

  /* Beside the bubble where there is room, so that it covers nothing. */
  @container (min-width: 44rem) {
    .tools {
      inset-block-start: 0;
    }

    .own .tools {
      inset-inline-end: calc(100% + 0.25rem);
    }

    .other .tools {
      inset-inline-start: calc(100% + 0.25rem);
    }
  }

  @media (pointer: coarse) {
    .tools .icon-button {
      inline-size: var(--target);
      block-size: var(--target);
    }
  }
`;
