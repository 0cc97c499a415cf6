import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { markStyles } from '../theme/mark.ts';

export const styles = [
  controls,
  markStyles,
  css`
    :host {
      display: grid;
      padding: max(1.5rem, env(safe-area-inset-top)) max(1.25rem, env(safe-area-inset-right))
        max(1.5rem, env(safe-area-inset-bottom)) max(1.25rem, env(safe-area-inset-left));
    }

    main,
    .what,
    .begin {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: 1.5rem;
    }

    main {
      inline-size: min(100%, 27rem);
      margin: auto;
    }

    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.75rem;
      --mark: 3.75rem;
    }

    h1 {
      font: 600 var(--size-xxl) / 1.1 var(--title);
      letter-spacing: -0.02em;
    }

    h2 {
      overflow-wrap: anywhere;
    }

    .promises {
      display: grid;
      gap: 0.6rem;
      list-style: none;
      line-height: 1.45;
      color: var(--ink-soft);
      text-wrap: pretty;
    }

    .promises li {
      display: grid;
      grid-template-columns: 1.35rem minmax(0, 1fr);
      gap: 0.75rem;
    }

    .promises svg.icon {
      margin-block-start: 0.08rem;
      color: var(--accent-ink);
    }

    .promises h2 {
      color: var(--ink);
    }

    form {
      padding: 1.25rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      box-shadow: var(--shadow);
    }

    form .small {
      margin-block-start: 0.5rem;
    }

    .invited h2 {
      margin-block-end: 0.5rem;
      font: 600 var(--size-m) / 1.4 var(--text);
      letter-spacing: 0;
    }

    .questions {
      display: grid;
      gap: 0.15rem;
    }

    summary {
      inline-size: fit-content;
      padding-block: 0.5rem;
      border-radius: 0.4rem;
      color: var(--accent-ink);
      font-weight: 600;
      cursor: pointer;
    }

    @media (pointer: coarse) {
      summary {
        min-block-size: var(--target);
        padding-block: 0.75rem;
      }
    }

    details p {
      padding-block-end: 0.5rem;
      color: var(--ink-soft);
    }

    @media (max-height: 620px) {
      main,
      .what,
      .begin {
        gap: 1rem;
      }
    }

    /* A phone on its side: what it is on one side, what to do on the other. */
    @media (max-height: 540px) and (min-width: 640px) {
      main {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 2rem;
        inline-size: min(100%, 50rem);
        grid-template-rows: auto 1fr;
      }

      .begin {
        grid-area: 1 / 2 / span 2;
      }
    }
  `,
];
