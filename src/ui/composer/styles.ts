import { css } from 'lit';
import { controls } from '../theme/controls.ts';

export const styles = [
  controls,
  css`
    :host {
      display: block;
      border-block-start: 1px solid var(--line);
      background: var(--surface);
    }

    form {
      max-inline-size: 52rem;
      margin-inline: auto;
      padding: 0.6rem 1rem max(0.6rem, env(safe-area-inset-bottom));
    }

    .write {
      display: flex;
      align-items: end;
      gap: 0.5rem;
    }

    textarea {
      flex: 1;
      min-inline-size: 0;
      field-sizing: content;
      min-block-size: 2.75rem;
      max-block-size: min(30dvh, 14rem);
      padding: 0.6rem 1.05rem;
      border: 1px solid var(--edge);
      border-radius: 1.4rem;
      background: var(--paper);
      line-height: 1.5;
      overflow-wrap: anywhere;
      resize: none;
    }

    textarea::placeholder {
      color: var(--ink-soft);
      opacity: 1;
    }

    textarea:focus-visible {
      border-color: transparent;
      outline-offset: -1px;
    }

    .send {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 2.75rem;
      block-size: 2.75rem;
      padding: 0;
      border: 1px solid transparent;
      border-radius: 50%;
      background: var(--accent);
      color: var(--on-accent);
      transition: background var(--quick);
    }

    .send:hover {
      background: var(--accent-strong);
    }

    @media (prefers-reduced-motion: no-preference) {
      .send {
        transition:
          background var(--quick),
          transform var(--quick);
      }

      .send:active {
        transform: scale(0.92);
      }
    }

    .send[disabled] {
      opacity: 0.5;
      cursor: default;
    }

    .context {
      display: flex;
      align-items: center;
      gap: 0.6rem;
      margin-block-end: 0.4rem;
      padding-inline-start: 0.4rem;
      color: var(--accent-ink);
    }

    .context p {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .limit {
      padding-inline: 1.05rem;
      color: var(--ink-soft);
    }

    .limit:not(:empty) {
      margin-block-start: 0.3rem;
    }

    .limit.over {
      color: var(--danger);
      font-weight: 600;
    }
  `,
];
