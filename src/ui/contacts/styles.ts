import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  faceStyles,
  sheetStyles,
  css`
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
    }

    .head h2 {
      flex: 1;
      min-inline-size: 0;
    }

    .rows {
      margin: 0 -0.6rem;
      padding: 0;
      list-style: none;
    }

    .contact {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      inline-size: 100%;
      min-block-size: 3.6rem;
      padding: 0.5rem 0.6rem;
      border: 1px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      text-align: start;
    }

    .contact:hover {
      background: var(--sunken);
    }

    .text {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }

    .text > span {
      display: block;
      inline-size: fit-content;
    }

    .name {
      font-weight: 600;
    }

    .mark {
      display: flex;
      flex: none;
      align-items: center;
      gap: 0.3rem;
      color: var(--ink-soft);
    }

    section {
      padding-block-start: 1.1rem;
      border-block-start: 1px solid var(--line);
    }

    .again {
      justify-self: start;
      margin: -0.4rem 0 -0.3rem -0.6rem;
    }
  `,
];

export const contactStyles = [
  controls,
  faceStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1.1rem;
    }

    .who .face {
      inline-size: 3.5rem;
      block-size: 3.5rem;
      font-size: 1.5rem;
    }

    .who {
      display: flex;
      align-items: center;
      gap: 0.9rem;
    }

    .who p {
      min-inline-size: 0;
      overflow-wrap: anywhere;
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
      padding-block-start: 1.1rem;
      border-block-start: 1px solid var(--line);
    }

    .doing {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.7rem;
    }
  `,
];
