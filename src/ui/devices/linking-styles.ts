import { css } from 'lit';
import { emojiListStyles } from '../compare/emoji-list.ts';
import { controls } from '../theme/controls.ts';
import { waitingStyles } from '../theme/waiting.ts';

export const styles = [
  controls,
  emojiListStyles,
  waitingStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.8rem;
      overflow-wrap: anywhere;
    }

    gv-qr-code {
      inline-size: min(100%, 13rem);
      aspect-ratio: 1;
      border: 1px solid var(--line);
      border-radius: 0.8rem;
      background: #ffffff;
    }

    [tabindex='-1']:focus-visible {
      outline: none;
    }

    [role='alert'] {
      padding: 0.7rem 0.9rem;
      border-radius: var(--radius);
      background: var(--sunken);
    }
  `,
];
