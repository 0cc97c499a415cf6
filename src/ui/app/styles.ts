import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { firstStepsStyles } from '../theme/first-steps.ts';
import { markStyles } from '../theme/mark.ts';
import { vineStyles } from '../theme/vine.ts';

export const styles = [
  controls,
  firstStepsStyles,
  vineStyles,
  markStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      block-size: 100dvh;
      color: var(--ink);
      background: var(--paper);
    }

    gv-welcome {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
    }

    .panes {
      display: grid;
      grid-template-columns: clamp(17rem, 35vw, 23rem) minmax(0, 1fr);
      flex: 1;
      min-block-size: 0;
    }

    .list {
      min-block-size: 0;
      border-inline-end: 1px solid var(--line);
      background: var(--surface);
    }

    .pane {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-block-size: 0;
    }

    .skip {
      position: absolute;
      z-index: 2;
      inset-block-start: 0.5rem;
      inset-inline-start: 0.5rem;
    }

    .skip:not(:focus) {
      inline-size: 1px;
      min-block-size: 1px;
      block-size: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }

    @media (max-width: 699px) {
      .skip {
        display: none;
      }

      .panes {
        grid-template-columns: minmax(0, 1fr);
      }

      .list {
        border: 0;
      }

      .panes[data-open='pane'] .list,
      .panes[data-open='list'] .pane {
        display: none;
      }
    }

    .empty,
    .whole {
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      gap: 0.75rem;
      padding: 2rem;
      text-align: center;
    }

    .empty {
      overflow-y: auto;
      justify-content: safe center;
    }

    .empty > p {
      max-inline-size: 24rem;
    }

    .whole {
      flex: 1;
      gap: 1.5rem;
      overflow-y: auto;
    }

    .why {
      max-inline-size: 34rem;
    }

    .why p {
      margin-block-start: 0.5rem;
    }

    /* Comes at once when it comes, and only to who waits: most openings are over before. */
    .opening {
      animation: appear 0s 400ms both;
    }

    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  `,
];
