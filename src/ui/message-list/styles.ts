import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { vineStyles } from '../theme/vine.ts';
import { bubbleStyles } from './bubble-styles.ts';
import { toolStyles } from './tool-styles.ts';
import { typingStyles } from './typing-styles.ts';

export const styles = [
  controls,
  bubbleStyles,
  toolStyles,
  typingStyles,
  vineStyles,
  css`
    :host {
      position: relative;
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      container-type: inline-size;
    }

    .log {
      display: flex;
      flex-direction: column;
      overflow: hidden auto;
      overflow-anchor: none;
      overscroll-behavior: contain;
      padding: 1.5rem max(1rem, (100% - 50rem) / 2) 1rem;
    }

    /* Few messages stand at the end, by the composer. */
    .log::before {
      content: '';
      flex: 1 0 auto;
    }

    .log:has(.nothing)::before {
      display: none;
    }

    .change {
      display: flex;
      align-self: center;
      gap: 0.5rem;
      max-inline-size: 34rem;
      margin-block: 0.6rem;
      padding: 0.5rem 0.9rem;
      border-radius: var(--radius);
      background: var(--warn-soft);
      overflow-wrap: anywhere;
    }

    .change svg.icon {
      flex: none;
      inline-size: 1.15rem;
      block-size: 1.15rem;
      margin-block-start: 0.1rem;
    }

    .older {
      align-self: center;
      margin-block-end: 0.5rem;
    }

    .nothing {
      align-self: center;
      max-inline-size: 22rem;
      margin-block: auto;
      padding: 1rem;
      text-align: center;
    }

    .nothing .vine {
      inline-size: 11rem;
      margin-block-end: 0.75rem;
    }

    @media (max-height: 700px) {
      .nothing .vine {
        display: none;
      }
    }

    .nothing .hello {
      font: 600 var(--size-xl) / 1.3 var(--title);
    }

    .day,
    .unread {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      margin-block: 1rem 0.75rem;
      color: var(--ink-soft);
    }

    .day {
      justify-content: center;
    }

    .unread {
      color: var(--accent-ink);
      font-weight: 600;
    }

    .unread::before,
    .unread::after {
      content: '';
      flex: 1;
      border-block-start: 1px solid currentColor;
      opacity: 0.4;
    }

    .pill {
      position: absolute;
      inset-block-end: 0.75rem;
      inset-inline-end: 1rem;
      display: inline-flex;
      align-items: center;
      gap: 0.4rem;
      min-inline-size: var(--target);
      min-block-size: var(--target);
      padding: 0.4rem 0.65rem;
      border: 1px solid var(--line);
      border-radius: 999px;
      background: var(--surface);
      box-shadow: var(--shadow);
      color: var(--accent-ink);
      font-size: var(--size-s);
      font-weight: 600;
    }

    .pill:hover {
      background: var(--accent-soft);
    }

    dialog {
      inline-size: min(24rem, calc(100vw - 2rem));
      padding: 1.5rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      box-shadow: var(--shadow);
      color: var(--ink);
    }

    dialog::backdrop {
      background: rgb(20 10 28 / 45%);
    }

    dialog h3 {
      margin: 0 0 0.5rem;
      font: 600 1.25rem/1.3 var(--title);
    }

    dialog .quoted {
      max-block-size: 6rem;
      margin-block-end: 0.5rem;
      overflow: hidden;
      padding-inline-start: 0.75rem;
      border-inline-start: 3px solid var(--line);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }

    dialog .actions {
      margin-block-start: 1.25rem;
    }

    /* Fewer beside each other where the window is narrow or the letters are big. */
    .picker {
      box-sizing: border-box;
      inline-size: calc(6 * var(--target) + 0.8rem + 2px);
      max-inline-size: calc(100vw - 16px);
      max-block-size: calc(100dvh - 16px);
      overflow-y: auto;
      position: fixed;
      inset: auto;
      margin: 0;
      padding: 0.4rem;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--surface);
      box-shadow: var(--shadow);
    }

    .picker:popover-open {
      display: grid;
      grid-template-columns: repeat(auto-fill, var(--target));
    }

    .choice {
      inline-size: var(--target);
      block-size: var(--target);
      padding: 0;
      border: 1px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      font: 1.4rem/1 var(--emoji);
    }

    .choice:hover {
      background: var(--sunken);
    }

    .choice[aria-pressed='true'] {
      border-color: var(--accent);
      background: var(--accent-soft);
    }
  `,
];
