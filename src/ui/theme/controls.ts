/**
 * Styles that every element shares: buttons, fields, headings, focus rings
 * and text for screen readers alone.
 */

import { css } from 'lit';

export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  blockquote {
    margin: 0;
    padding: 0;
  }

  h2 {
    font: 600 var(--size-xl) / 1.25 var(--title);
    letter-spacing: -0.01em;
    text-wrap: balance;
  }

  p {
    text-wrap: pretty;
  }

  .soft {
    color: var(--ink-soft);
  }

  .wrong {
    color: var(--danger);
  }

  .small {
    font-size: var(--size-s);
    line-height: 1.45;
  }

  .hidden-text {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }

  button {
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    cursor: pointer;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  /* Headings take the focus so that reading begins there; nothing can be done with them. */
  h2:focus-visible {
    outline: none;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: var(--target);
    padding: 0.35rem 1.1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: transparent;
    color: var(--accent-ink);
    font-weight: 600;
    line-height: 1.2;
    transition:
      background var(--quick),
      border-color var(--quick);
  }

  .button:hover {
    background: var(--accent-soft);
  }

  .button:active {
    background: var(--sunken);
  }

  .button.main {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .button.main:hover,
  .button.main:active {
    background: var(--accent-strong);
  }

  .button.plain {
    border-color: transparent;
  }

  .button.main.danger,
  .button.main.danger:hover,
  .button.main.danger:active {
    background: var(--danger);
    color: var(--on-danger);
  }

  .button.danger {
    color: var(--danger);
  }

  .button[disabled],
  .button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }

  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--target);
    block-size: var(--target);
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: transparent;
    color: var(--ink-soft);
    transition: background var(--quick);
  }

  .icon-button:hover {
    background: var(--sunken);
    color: var(--ink);
  }

  .icon-button:active {
    background: var(--line);
  }

  svg.icon {
    display: block;
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .label {
    display: block;
    margin-block-end: 0.35rem;
    font-size: var(--size-s);
    font-weight: 600;
  }

  .field {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--target);
    padding: 0.45rem 0.85rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .field::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }

  .field[aria-invalid='true'] {
    border-color: var(--danger);
  }

  /* The ring lies on the edge: a field has the focus for long, and must not shout. */
  .field:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }

  /* The button goes below the field where the letters are big. */
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }

  .row > .field {
    flex: 1 1 6rem;
    inline-size: auto;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
    align-items: center;
  }

  .flip:dir(rtl) {
    transform: scaleX(-1);
  }

  @media (forced-colors: active) {
    .button,
    .icon-button {
      border-color: ButtonBorder;
    }
  }
`;
