import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';

export const styles = [
  controls,
  faceStyles,
  css`
    dialog {
      inline-size: min(100vi - 2rem, 30rem);
      max-block-size: calc(100dvh - 2rem);
      padding: 1rem 1.25rem 1.5rem;
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

    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
    }

    .who {
      display: flex;
      align-items: center;
      gap: 0.9rem;
      margin-block: 0.9rem 1.1rem;
    }

    .who p {
      min-inline-size: 0;
      font: 600 var(--size-l) / 1.3 var(--text);
      overflow-wrap: anywhere;
    }

    .who .status {
      font: inherit;
      font-size: var(--size-s);
    }

    dl {
      display: grid;
      gap: 0.8rem;
    }

    dt {
      color: var(--ink-soft);
      font-size: var(--size-s);
    }

    section {
      margin-block-start: 1.25rem;
      padding-block-start: 1.1rem;
      border-block-start: 1px solid var(--line);
    }

    h3 {
      margin: 0 0 0.35rem;
      font-size: var(--size-m);
    }

    section .actions {
      margin-block-start: 0.8rem;
    }

    @media (max-width: 699px) {
      dialog {
        inline-size: 100vi;
        max-inline-size: none;
        block-size: 100dvh;
        max-block-size: none;
        margin: 0;
        padding: max(1rem, env(safe-area-inset-top)) 1.25rem
          max(1.5rem, env(safe-area-inset-bottom));
        border: 0;
        border-radius: 0;
      }
    }
  `,
];
