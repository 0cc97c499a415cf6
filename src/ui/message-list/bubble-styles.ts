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
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: flex-end;
    column-gap: 0.75rem;
    max-inline-size: 100%;
    padding: 0.45rem 0.85rem 0.4rem;
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
    border: 1px solid var(--line);
    background: transparent;
    color: var(--ink-soft);
    font-size: 0.9375rem;
  }

  /* The time stands beside short words and below long ones. */
  .words,
  .gone {
    flex: 0 1 auto;
    min-inline-size: 0;
    margin-inline-end: auto;
  }

  .words {
    white-space: pre-wrap;
    text-wrap: wrap;
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
    flex: none;
    margin-block-end: 0.1rem;
    font-size: 0.75rem;
    line-height: 1.3;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
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

  .clock-note {
    max-inline-size: 24rem;
    margin: 0.25rem 0.35rem 0;
    color: var(--warn);
  }

  @container (min-width: 44rem) {
    .message {
      max-inline-size: min(36rem, 76%);
    }
  }

  @media (forced-colors: active) {
    .bubble {
      border-color: CanvasText;
    }

    .own .bubble[data-kind='text'] {
      border-width: 2px;
      border-color: Highlight;
    }

    .bubble[data-kind='emoji'] {
      border-color: Canvas;
    }
  }
`;
