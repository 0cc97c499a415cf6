import { css } from 'lit';
import { comingStyles } from '../coming.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { firstStepsStyles } from '../theme/first-steps.ts';
import { markStyles } from '../theme/mark.ts';
import { vineStyles } from '../theme/vine.ts';

export const styles = [
  controls,
  firstStepsStyles,
  vineStyles,
  markStyles,
  faceStyles,
  comingStyles,
  css`
    :host {
      display: block;
    }

    .pane {
      display: flex;
      flex-direction: column;
      block-size: 100%;
      padding-inline-start: env(safe-area-inset-left);
    }

    .brand {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      padding: max(0.9rem, env(safe-area-inset-top)) 1rem 0.4rem;
      --mark: 1.9rem;
    }

    .contacts,
    .settings {
      flex: none;
      margin-block: -0.4rem;
    }

    .settings {
      margin-inline: -0.5rem -0.6rem;
    }

    .lock {
      margin-block: -0.4rem;
      margin-inline-end: -0.5rem;
    }

    .me {
      display: flex;
      flex: 0 1 auto;
      align-items: center;
      gap: 0.6rem;
      min-inline-size: var(--target);
      min-block-size: var(--target);
      margin-block: -0.4rem;
      margin-inline-end: auto;
      padding: 0 0.7rem 0 0.35rem;
      border: 1px solid transparent;
      border-radius: 999px;
      background: transparent;
    }

    .me:hover {
      background: var(--sunken);
    }

    .name {
      min-inline-size: 0;
      overflow: hidden;
      font: 600 1.15rem/1.3 var(--title);
      letter-spacing: -0.01em;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .me > .face {
      inline-size: 2rem;
      block-size: 2rem;
      font-size: 0.9rem;
    }

    /* A phone on its side has no room to spare above the conversations. */
    @media (max-height: 540px) {
      .pane {
        overflow-y: auto;
      }

      .rows {
        flex: none;
        overflow: visible;
      }
    }

    .start {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.6rem;
      padding: 0.5rem 1rem 0.9rem;
      border-block-end: 1px solid var(--line);
    }

    .rows {
      flex: 0 1 auto;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 0.5rem;
      list-style: none;
    }

    .conversation {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      inline-size: 100%;
      min-block-size: 4rem;
      padding: 0.6rem 0.7rem;
      border: 1px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      text-align: start;
      transition: background var(--quick);
    }

    .conversation:hover {
      background: var(--sunken);
    }

    .conversation:active {
      background: var(--line);
    }

    .conversation:focus-visible {
      outline-offset: -2px;
    }

    .conversation[aria-current='true'] {
      background: var(--accent-soft);
    }

    .text {
      flex: 1;
      min-inline-size: 0;
    }

    .line {
      display: flex;
      align-items: baseline;
      gap: 0.5rem;
    }

    .title,
    .preview {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    /* A name in another direction stays beside its face and is cut at its own end. */
    .line:dir(ltr) > [dir] {
      text-align: left;
    }

    .line:dir(rtl) > [dir] {
      text-align: right;
    }

    .title {
      font-weight: 600;
    }

    .conversation:has(.unread) .preview:not([data-kind='draft'], [data-kind='changed']) {
      color: var(--ink);
    }

    .preview {
      color: var(--ink-soft);
    }

    .preview[data-kind='draft'],
    .preview[data-kind='changed'] {
      color: var(--danger);
    }

    .unread {
      min-inline-size: 1.35rem;
      padding: 0.1rem 0.4rem;
      border-radius: 999px;
      background: var(--accent);
      color: var(--on-accent);
      font-size: 0.75rem;
      font-weight: 700;
      line-height: 1.25;
      text-align: center;
    }

    .none {
      padding: 0.75rem;
    }

    /* Where the other pane is not beside the list, the first steps stand here. */
    .alone {
      display: none;
      padding: 2rem 0.75rem;
    }

    @media (max-width: 699px) {
      .none {
        display: none;
      }

      .alone {
        display: block;
      }
    }

    .network {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      margin-block-start: auto;
      padding: 0.35rem 1rem max(0.35rem, env(safe-area-inset-bottom));
      color: var(--ink-soft);
    }

    .coming {
      margin-block-start: auto;
    }

    .coming + .network {
      margin-block-start: 0;
    }

    .network span {
      flex: 1;
    }

    .version {
      font-size: 0.75rem;
    }

    .network .button {
      padding-inline: 0.6rem;
      font-size: var(--size-s);
    }

    /* In a window this low, as when the page is much enlarged, all of it scrolls. */
    @media (max-height: 30rem) {
      .pane {
        overflow-y: auto;
      }

      .rows {
        flex: none;
        overflow-y: visible;
      }
    }

    @media (forced-colors: active) {
      .conversation {
        border-color: Canvas;
      }

      .unread {
        border: 1px solid CanvasText;
      }

      .conversation[aria-current='true'] {
        border-color: Highlight;
      }
    }
  `,
];
