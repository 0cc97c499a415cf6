import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    dialog {
      inline-size: min(100vi - 2rem, 27rem);
      max-block-size: calc(100dvh - 2rem);
      padding: 1rem 1.25rem 1.25rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      color: var(--ink);
      box-shadow: var(--shadow);
      overflow-y: auto;
      overscroll-behavior: contain;
    }

    dialog[open] {
      display: flex;
      flex-direction: column;
      gap: 0.9rem;
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

    .stage {
      position: relative;
      display: grid;
      place-items: center;
      flex: none;
      aspect-ratio: 1;
      max-block-size: calc(100dvh - 17rem);
      min-block-size: 11rem;
      border-radius: var(--radius);
      background: #17101c;
      color: #ffffff;
      overflow: hidden;
    }

    .stage[data-state='failed'] {
      aspect-ratio: auto;
      max-block-size: none;
      min-block-size: 0;
      background: var(--sunken);
      color: var(--ink);
    }

    video {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }

    video.mirrored {
      transform: scaleX(-1);
    }

    /* Light lines on a dark edge stand out from any picture. */
    .aim {
      position: relative;
      inline-size: min(72%, 72cqb);
      max-block-size: 72%;
      aspect-ratio: 1;
      fill: none;
      stroke: #ffffff;
      stroke-width: 2;
      stroke-linecap: round;
      filter: drop-shadow(0 0 2px rgb(0 0 0 / 80%));
    }

    .failure {
      display: grid;
      justify-items: start;
      gap: 0.5rem;
      padding: 1.1rem;
    }

    h3 {
      font: 600 var(--size-m) / 1.4 var(--text);
    }

    .stage[data-state='running'] + .words {
      min-block-size: 3em;
    }

    select {
      font: inherit;
      color: inherit;
    }

    .note:not(:empty) {
      margin-block-start: 0.35rem;
      color: var(--warn);
      font-weight: 600;
    }

    .button[aria-pressed='true'] {
      background: var(--accent);
      color: var(--on-accent);
    }

    @media (max-width: 699px) {
      dialog {
        inline-size: 100vi;
        block-size: 100dvh;
        max-inline-size: none;
        max-block-size: none;
        padding: max(1rem, env(safe-area-inset-top)) 1.25rem
          max(1.25rem, env(safe-area-inset-bottom));
        border: 0;
        border-radius: 0;
      }

      .stage:not([data-state='failed']) {
        flex: 1;
        aspect-ratio: auto;
        max-block-size: none;
      }
    }
  `,
];
