import { css } from 'lit';
import { comingStyles } from '../coming.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';

export const styles = [
  controls,
  faceStyles,
  comingStyles,
  css`
    :host {
      display: block;
      min-block-size: 0;
    }

    section {
      display: flex;
      flex-direction: column;
      block-size: 100%;
      padding-inline-end: env(safe-area-inset-right);
    }

    header {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      min-block-size: 4rem;
      padding: max(0.5rem, env(safe-area-inset-top)) 1rem 0.5rem;
      border-block-end: 1px solid var(--line);
      background: var(--surface);
    }

    .back {
      display: none;
      margin-inline-start: -0.6rem;
    }

    .who {
      flex: 1;
      min-inline-size: 0;
    }

    h2 {
      overflow: hidden;
      font: 600 var(--size-l) / 1.3 var(--text);
      letter-spacing: 0;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .who:dir(ltr) h2 {
      text-align: left;
    }

    .who:dir(rtl) h2 {
      text-align: right;
    }

    .who p {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .badge {
      display: inline-flex;
      align-items: center;
      gap: 0.35rem;
      flex: none;
      padding: 0.3rem 0.7rem;
      font-size: var(--size-s);
      font-weight: 600;
    }

    .badge.button {
      border-color: currentColor;
      color: var(--warn);
    }

    .badge.button:hover {
      background: var(--warn-soft);
    }

    .badge svg.icon {
      inline-size: 1.05rem;
      block-size: 1.05rem;
    }

    .matched {
      color: var(--leaf);
    }

    .mismatched {
      color: var(--danger);
    }

    gv-message-list {
      flex: 1;
      min-block-size: 5rem;
    }

    gv-compare {
      flex: 0 1 auto;
      min-block-size: 0;
      overflow-y: auto;
    }

    section:has(gv-compare) gv-message-list {
      min-block-size: 0;
    }

    .failed {
      padding: 0.6rem 1.25rem;
      background: var(--warn-soft);
    }

    .mismatch {
      padding: 0.9rem 1.25rem;
      background: var(--danger-soft);
      color: var(--ink);
    }

    .mismatch h3 {
      margin: 0 0 0.25rem;
      color: var(--danger);
      font-size: var(--size-m);
    }

    .changed {
      display: grid;
      gap: 0.4rem;
      padding: 0.8rem 1.25rem;
      border-block-end: 1px solid var(--line);
      background: var(--warn-soft);
      overflow-wrap: anywhere;
    }

    .changed h3 {
      margin: 0;
      font-size: var(--size-m);
    }

    .changed svg.icon {
      display: inline-block;
      inline-size: 1.15rem;
      block-size: 1.15rem;
      margin-inline-end: 0.4rem;
      vertical-align: -0.2rem;
    }

    .closed {
      padding: 1rem 1.25rem max(1rem, env(safe-area-inset-bottom));
      border-block-start: 1px solid var(--line);
      text-align: center;
    }

    /* However many there are, what was written stays in sight. */
    .introductions {
      flex: none;
      max-block-size: 45dvh;
      overflow-y: auto;
      overscroll-behavior: contain;
    }

    .introduction {
      display: grid;
      gap: 0.4rem;
      padding: 0.9rem 1.25rem;
      border-block-start: 1px solid var(--line);
      background: var(--accent-soft);
      overflow-wrap: anywhere;
    }

    .introduction .actions {
      margin-block-start: 0.3rem;
    }

    .blocked {
      display: grid;
      justify-items: center;
      gap: 0.6rem;
    }

    /* Beside the list, which has it too. */
    @media (min-width: 700px) {
      .coming {
        display: none;
      }
    }

    @media (max-width: 699px) {
      .back {
        display: inline-grid;
      }

      header {
        gap: 0.5rem;
        padding-inline-end: 0.75rem;
      }

      h2 {
        font-size: 1.0625rem;
      }

      .badge {
        gap: 0.25rem;
        padding-inline: 0.5rem;
        font-size: 0.75rem;
      }

      .badge.button {
        border-color: transparent;
        background: var(--warn-soft);
      }
    }

    /* In a window this low, as when the page is much enlarged, all of it scrolls. */
    @media (max-height: 24rem) {
      section {
        overflow-y: auto;
      }

      gv-message-list {
        flex: 1 0 8rem;
      }

      gv-compare {
        flex: none;
        max-block-size: none;
      }
    }

    @media (max-width: 379px) {
      header .face {
        display: none;
      }
    }
  `,
];
