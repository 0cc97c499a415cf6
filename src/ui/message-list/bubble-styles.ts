/** How a message looks: runs share a side and soften only their outer corners. */

import { css } from 'lit';

export const bubbleStyles = css`
  .message {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-inline-size: min(36rem, 86%);
    margin-block-start: 0.15rem;
    border-radius: var(--radius-l);
    scroll-margin: 2rem;
  }

  .message[data-starts='true'] {
    margin-block-start: 0.7rem;
  }

  .message.own {
    align-self: flex-end;
    align-items: flex-end;
  }

  .message.other {
    align-self: flex-start;
  }

  .bubble {
    --corner: 1.15rem;
    --tight: 0.35rem;
    max-inline-size: 100%;
    padding: 0.5rem 0.85rem 0.45rem;
    border: 1px solid transparent;
    border-radius: var(--corner);
    overflow-wrap: anywhere;
  }

  .own .bubble {
    background: var(--own);
    color: var(--own-ink);
  }

  .other .bubble {
    border-color: var(--line);
    background: var(--other);
  }

  .own[data-starts='false'] .bubble {
    border-start-end-radius: var(--tight);
  }

  .own[data-ends='false'] .bubble,
  .own[data-ends='true'] .bubble {
    border-end-end-radius: var(--tight);
  }

  .other[data-starts='false'] .bubble {
    border-start-start-radius: var(--tight);
  }

  .other .bubble {
    border-end-start-radius: var(--tight);
  }

  .bubble[data-kind='emoji'] {
    border-color: transparent;
    background: transparent;
    color: var(--ink);
  }

  .bubble[data-kind='emoji'] .words {
    font: 2.75rem/1.25 var(--emoji);
  }

  .bubble[data-kind='deleted'],
  .bubble[data-kind='sealed'] {
    border: 1px dashed var(--edge);
    background: transparent;
    color: var(--ink-soft);
  }

  .words {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }

  .words a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  .own .words a:focus-visible {
    outline-color: var(--own-ink);
  }

  .gone {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    font-style: italic;
  }

  .gone svg.icon {
    inline-size: 1rem;
    block-size: 1rem;
  }

  .meta {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 0.35rem;
    margin-block-start: 0.05rem;
    font-size: 0.75rem;
    line-height: 1.3;
    color: var(--ink-soft);
  }

  .own .bubble[data-kind='text'] .meta {
    color: var(--own-soft);
  }

  .tick {
    display: inline-flex;
  }

  .tick svg.icon {
    inline-size: 0.95rem;
    block-size: 0.95rem;
    stroke-width: 2.2;
  }

  .state {
    margin: 0.2rem 0.35rem 0;
    color: var(--ink-soft);
  }

  .quote {
    display: block;
    inline-size: 100%;
    max-block-size: 4.6rem;
    margin-block-end: 0.35rem;
    padding: 0.3rem 0.6rem;
    overflow: hidden;
    border: 0;
    border-inline-start: 3px solid currentColor;
    border-radius: 0.4rem;
    background: var(--sunken);
    color: inherit;
    text-align: start;
  }

  .own .quote {
    background: rgb(255 255 255 / 14%);
  }

  .quote strong,
  .quote span {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .own .quote:focus-visible {
    outline-color: var(--own-ink);
  }

  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    margin: -0.3rem 0.4rem 0.1rem;
  }

  .reaction {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    min-inline-size: 2.1rem;
    min-block-size: 1.8rem;
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    color: var(--ink);
    font: 0.9375rem/1.2 var(--emoji);
  }

  .reaction[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .clock-note {
    max-inline-size: 24rem;
    margin: 0.25rem 0.35rem 0;
    color: var(--warn);
  }

  .tools {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(0.3rem - var(--target));
    display: flex;
    padding: 0.15rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .own .tools {
    inset-inline-end: 0.25rem;
  }

  .other .tools {
    inset-inline-start: 0.25rem;
  }

  .tools .icon-button {
    inline-size: calc(var(--target) - 0.35rem);
    block-size: calc(var(--target) - 0.35rem);
  }

  /* Beside the bubble where there is room, so that it covers nothing. */
  @container (min-width: 44rem) {
    .message {
      max-inline-size: min(36rem, 76%);
    }

    .tools {
      inset-block-start: 0;
    }

    .own .tools {
      inset-inline-end: calc(100% + 0.25rem);
    }

    .other .tools {
      inset-inline-start: calc(100% + 0.25rem);
    }
  }

  .typing {
    display: flex;
    gap: 0.3rem;
    align-self: flex-start;
    margin-block-start: 0.7rem;
    padding: 0.85rem 1rem;
    border: 1px solid var(--line);
    border-radius: 1.15rem;
    background: var(--other);
  }

  .typing i {
    inline-size: 0.45rem;
    block-size: 0.45rem;
    border-radius: 50%;
    background: var(--ink-soft);
  }

  @media (pointer: coarse) {
    .reaction {
      min-block-size: 2.25rem;
    }

    .tools .icon-button {
      inline-size: var(--target);
      block-size: var(--target);
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .typing i {
      animation: breathe 1.2s infinite ease-in-out;
    }

    .typing i:nth-child(2) {
      animation-delay: 0.15s;
    }

    .typing i:nth-child(3) {
      animation-delay: 0.3s;
    }

    @keyframes breathe {
      50% {
        opacity: 0.3;
      }
    }
  }

  @media (forced-colors: active) {
    .bubble {
      border-color: CanvasText;
    }
  }
`;
