import { css } from 'lit';

/** A question that stands before everything else, and where an answer may take a while. */
export const questionStyles = css`
  dialog {
    inline-size: min(100vi - 2rem, 28rem);
    max-block-size: calc(100dvh - 2rem);
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
    overflow-y: auto;
  }

  dialog::backdrop {
    background: rgb(20 10 26 / 60%);
  }

  dialog h3 {
    margin: 0 0 0.6rem;
    font-size: var(--size-l);
    overflow-wrap: anywhere;
  }

  dialog p {
    margin: 0 0 0.7rem;
  }

  dialog p:empty {
    display: none;
  }

  .actions {
    margin-block-start: 1.1rem;
  }
`;
