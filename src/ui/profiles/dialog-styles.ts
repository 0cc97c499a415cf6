import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    inline-size: min(100vi - 2rem, 26rem);
    max-block-size: calc(100dvh - 2rem);
    padding: 1rem 1.25rem 1.4rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  dialog::backdrop {
    background: rgb(20 10 26 / 60%);
  }
`;
