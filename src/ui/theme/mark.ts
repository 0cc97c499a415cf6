/** How the mark is coloured; its size comes from `--mark`. */

import { css } from 'lit';

export const markStyles = css`
  .mark {
    inline-size: var(--mark, 4.5rem);
    block-size: var(--mark, 4.5rem);
    flex: none;
  }

  .mark-grape {
    fill: var(--accent);
    stroke: none;
  }

  .mark-leaf {
    fill: var(--leaf);
  }

  .mark-stem {
    fill: none;
    stroke: var(--leaf);
    stroke-width: 3;
    stroke-linecap: round;
  }
`;
