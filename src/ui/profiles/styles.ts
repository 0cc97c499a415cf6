import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { dialogStyles } from './dialog-styles.ts';
import { faceStyles } from '../theme/face.ts';

export const styles = [
  controls,
  faceStyles,
  dialogStyles,
  css`
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
      margin-block-end: 0.5rem;
    }

    ul {
      display: grid;
      gap: 0.2rem;
      margin: 0 -0.7rem 1.1rem;
      list-style: none;
    }

    .profile {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.3rem 0.75rem;
      inline-size: 100%;
      min-block-size: 3.6rem;
      padding: 0.4rem 0.7rem;
      border: 1px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      text-align: start;
      transition: background var(--quick);
    }

    .profile:hover {
      background: var(--sunken);
    }

    .profile:focus-visible {
      outline-offset: -2px;
    }

    .profile[aria-current='true'] {
      background: var(--accent-soft);
    }

    .profile > .icon {
      color: var(--accent-ink);
    }

    /* Below the face, where letters are so big that nothing fits beside it. */
    .name {
      flex: 1 1 6rem;
      min-inline-size: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }

    .name.later {
      color: var(--ink-soft);
      font-weight: 400;
    }

    .unread {
      min-inline-size: 1.35rem;
      padding: 0.1rem 0.4rem;
      border-radius: 999px;
      background: var(--accent);
      color: var(--on-accent);
      font-size: 0.75rem;
      font-weight: 700;
      line-height: 1.25;
      text-align: center;
    }

    @media (forced-colors: active) {
      .profile[aria-current='true'] {
        border-color: Highlight;
      }

      .unread {
        border: 1px solid CanvasText;
      }
    }
  `,
];
