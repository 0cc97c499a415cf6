/** The round face of a contact: its picture or the first letter of the name, and a leaf-green dot while online. */

import { css } from 'lit';

export const faceStyles = css`
  .face {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.6rem;
    block-size: 2.6rem;
    border-radius: 50%;
    background: var(--face-ground);
    color: var(--face-ink);
    font: 600 1.1rem/1 var(--title);
    user-select: none;
  }

  .face img {
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    object-fit: cover;
  }

  .hue-0 {
    --face-ground: var(--grape-ground);
    --face-ink: var(--grape-ink);
  }

  .hue-1 {
    --face-ground: var(--leaf-ground);
    --face-ink: var(--leaf-ink);
  }

  .hue-2 {
    --face-ground: var(--rose-ground);
    --face-ink: var(--rose-ink);
  }

  .hue-3 {
    --face-ground: var(--sky-ground);
    --face-ink: var(--sky-ink);
  }

  .hue-4 {
    --face-ground: var(--honey-ground);
    --face-ink: var(--honey-ink);
  }

  .hue-5 {
    --face-ground: var(--stone-ground);
    --face-ink: var(--stone-ink);
  }

  .face.inviting,
  .face.accepting,
  .face.again,
  .face.coming {
    border: 1.5px dashed var(--edge);
    background: transparent;
    color: var(--ink-soft);
  }

  .here {
    position: absolute;
    inset-block-end: -2px;
    inset-inline-end: -2px;
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid var(--surface);
    border-radius: 50%;
    background: var(--leaf);
  }

  .conversation[aria-current='true'] .here {
    border-color: var(--accent-soft);
  }

  @media (forced-colors: active) {
    .face {
      border: 1px solid CanvasText;
    }

    .here {
      forced-color-adjust: none;
      border-color: Canvas;
      background: Highlight;
    }
  }
`;
