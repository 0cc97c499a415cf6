import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    :host {
      display: grid;
      gap: 0.8rem;
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

    .name {
      font-size: 0.75rem;
      overflow-wrap: anywhere;
      hyphens: auto;
    }

    [role='alert'] {
      padding: 0.7rem 0.9rem;
      border-radius: var(--radius);
      background: var(--sunken);
    }
  `,
];
