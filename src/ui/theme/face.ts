/** The round face of a contact: the first letter of the name, and a leaf-green dot while online. */

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
    background: var(--accent-soft);
    color: var(--accent-ink);
    font: 600 1.1rem/1 var(--title);
  }

  .conversation[aria-current='true'] .face {
    background: var(--surface);
  }

  .face.inviting,
  .face.accepting {
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
`;
