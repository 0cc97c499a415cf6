/** The seven emoji that two people, or two devices of one, compare: each with its name. */

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { EmojiSymbol } from '../../app/snapshot.ts';
import { emojiName } from '../words/emoji-names.ts';

export const emojiList = (emoji: readonly EmojiSymbol[]) =>
  html`<ol class="emoji" role="list" tabindex="-1" aria-label=${msg('Your seven emoji')}>
    ${emoji.map(
      ({ symbol, index }) =>
        html`<li>
          <span class="symbol" aria-hidden="true">${symbol}</span>
          <span class="name">${emojiName(index)}</span>
        </li>`,
    )}
  </ol>`;

/** Where they stand among other things: in one row, or four above three; fewer for big letters. */
export const emojiListStyles = css`
  .emoji {
    container-type: inline-size;
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .emoji li {
    display: grid;
    flex: 1 1 max(4.4rem, calc((100% - 1.2rem) / 4));
    justify-items: center;
    padding: 0.35rem 0.1rem;
    border-radius: var(--radius);
    background: var(--sunken);
    text-align: center;
  }

  @container (min-width: 33rem) {
    .emoji li {
      flex: 1 1 0;
      min-inline-size: 0;
    }
  }

  .symbol {
    font: 1.75rem/1.2 var(--emoji);
  }

  .emoji .name {
    font-size: 0.75rem;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
`;
