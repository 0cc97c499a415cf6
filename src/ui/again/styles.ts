import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  faceStyles,
  sheetStyles,
  css`
    .emoji {
      display: flex;
      flex-wrap: wrap;
      gap: 0.4rem;
      margin: 0;
      padding: 0;
      list-style: none;
    }

    .emoji li {
      display: grid;
      flex: 1 1 4.4rem;
      justify-items: center;
      padding: 0.35rem 0.1rem;
      border-radius: var(--radius);
      background: var(--sunken);
      text-align: center;
    }

    .symbol {
      font: 1.75rem/1.2 var(--emoji);
    }

    .emoji .name {
      font-size: 0.75rem;
      overflow-wrap: anywhere;
      hyphens: auto;
    }

    .giving {
      display: flex;
      align-items: flex-start;
      gap: 0.7rem;
    }

    .giving label {
      display: flex;
      align-items: center;
      min-block-size: 44px;
      cursor: pointer;
    }

    .giving input {
      flex: none;
      inline-size: 1.4rem;
      block-size: 1.4rem;
      margin-block-start: 0.6rem;
      accent-color: var(--accent);
    }
  `,
];
