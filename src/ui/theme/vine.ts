/** How the drawing of src/ui/vine.ts is coloured. */

import { css } from 'lit';

export const vineStyles = css`
  .vine {
    inline-size: min(15rem, 70%);
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .vine:dir(rtl) {
    transform: scaleX(-1);
  }

  .vine-bubble {
    fill: var(--surface);
    stroke: var(--edge);
    stroke-width: 1.75;
  }

  .vine-bubble.own {
    fill: var(--own);
    stroke: var(--own);
  }

  .vine-words {
    stroke: var(--edge);
    stroke-width: 5;
    opacity: 0.55;
  }

  .vine-words.own {
    stroke: var(--own-soft);
    opacity: 0.9;
  }

  .vine-stem {
    stroke: var(--leaf);
    stroke-width: 2.5;
  }

  .vine-leaf {
    fill: var(--leaf);
  }

  .vine-grapes {
    fill: var(--accent);
  }
`;
