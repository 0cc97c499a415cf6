import { css } from 'lit';
import { emojiListStyles } from '../compare/emoji-list.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  faceStyles,
  sheetStyles,
  emojiListStyles,
  css`
    .giving {
      text-align: start;
    }

    .giving label {
      display: flex;
      align-items: center;
      gap: 0.7rem;
      min-block-size: 44px;
      cursor: pointer;
    }

    .giving p {
      margin: 0;
      padding-inline-start: 2.1rem;
    }

    /* As wide as a finger, around a box of the usual size. */
    .giving input {
      position: relative;
      flex: none;
      appearance: none;
      inline-size: var(--target);
      block-size: var(--target);
      margin: 0 -0.7rem;
      cursor: pointer;
    }

    .giving input:focus-visible {
      outline-offset: -0.5rem;
    }

    .giving input::before {
      content: '';
      position: absolute;
      inset: calc(50% - 0.625rem);
      border: 2px solid var(--edge);
      border-radius: 0.3rem;
    }

    .giving input:checked::before {
      border-color: var(--accent);
      background: var(--accent);
    }

    .giving input:checked::after {
      content: '';
      position: absolute;
      inset-block-start: calc(50% - 0.45rem);
      inset-inline-start: calc(50% - 0.2rem);
      inline-size: 0.25rem;
      block-size: 0.55rem;
      border: solid var(--on-accent);
      border-width: 0 2px 2px 0;
      rotate: 45deg;
    }
  `,
];
