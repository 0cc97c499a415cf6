/**
 * The look in one place: colours, type, space, shape and time as custom
 * properties on the document, which reach through every shadow root.
 *
 * Grape and vine: aubergine for what can be done, leaf green for what is well,
 * warm paper beneath. Every pair of text and ground keeps 4.5:1 or more in
 * both schemes, edges of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */

import { css } from 'lit';

export const tokens = css`
  :root {
    color-scheme: light dark;

    --paper: #f8f3ea;
    --surface: #fffdf9;
    --sunken: #f1e9de;
    --line: #e3d8ca;
    --edge: #8a7c93;
    --ink: #2a1e32;
    --ink-soft: #61546b;
    --accent: #5d2c83;
    --accent-strong: #46195f;
    --on-accent: #ffffff;
    --accent-soft: #efe3f6;
    --accent-ink: #5d2c83;
    --leaf: #3a6a33;
    --leaf-soft: #e5efdb;
    --warn: #754600;
    --warn-soft: #fcefd3;
    --danger: #9c2438;
    --danger-soft: #fbe5e6;
    --on-danger: #ffffff;
    --own: #5d2c83;
    --own-ink: #ffffff;
    --own-soft: #e7d8f3;
    --other: #fffdf9;
    --grape-ground: #e6d5f3;
    --grape-ink: #4f2373;
    --leaf-ground: #d5e6c8;
    --leaf-ink: #2b5124;
    --rose-ground: #f6d4d8;
    --rose-ink: #7d1f35;
    --sky-ground: #cfe2ee;
    --sky-ink: #1d4a66;
    --honey-ground: #f5dfb1;
    --honey-ink: #603a00;
    --stone-ground: #e0dbd2;
    --stone-ink: #46403a;
    --shadow: 0 1px 2px rgb(60 30 70 / 8%), 0 6px 20px rgb(60 30 70 / 10%);

    --text:
      system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
    --title:
      'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', 'Noto Serif', Georgia,
      serif;
    --emoji: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
    --size-s: 0.8125rem;
    --size-m: 1rem;
    --size-l: 1.1875rem;
    --size-xl: 1.625rem;
    --size-xxl: clamp(2rem, 1.5rem + 2vw, 2.75rem);

    --radius: 0.75rem;
    --radius-l: 1.25rem;
    --target: 2.5rem;
    --quick: 140ms ease-out;
  }

  @media (pointer: coarse) {
    :root {
      --target: 2.75rem;
    }
  }

  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #141018;
      --surface: #1d1724;
      --sunken: #2a2133;
      --line: #392e45;
      --edge: #8b7c9b;
      --ink: #f3edf7;
      --ink-soft: #b9acc5;
      --accent: #c8a5f0;
      --accent-strong: #dcc3f9;
      --on-accent: #22102f;
      --accent-soft: #362648;
      --accent-ink: #d2b5f5;
      --leaf: #a5d092;
      --leaf-soft: #22311d;
      --warn: #f1c778;
      --warn-soft: #372910;
      --danger: #ff9fab;
      --danger-soft: #411b24;
      --on-danger: #3b0a13;
      --own: #5f3a8a;
      --own-ink: #ffffff;
      --own-soft: #e4d5f5;
      --other: #2a2133;
      --grape-ground: #4a3066;
      --grape-ink: #e6d2fb;
      --leaf-ground: #2f4a28;
      --leaf-ink: #cdebbd;
      --rose-ground: #5c2733;
      --rose-ink: #ffd3d8;
      --sky-ground: #23455a;
      --sky-ink: #cde8f8;
      --honey-ground: #553d12;
      --honey-ink: #fbe2ad;
      --stone-ground: #45403d;
      --stone-ink: #e8e2dc;
      --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 40%);
    }
  }

  @media (prefers-contrast: more) {
    :root {
      --line: #6d6076;
      --edge: #4b3e54;
      --ink: #000000;
      --ink-soft: #2f2338;
      --accent: #43145f;
      --accent-ink: #43145f;
      --own: #43145f;
    }
  }

  @media (prefers-contrast: more) and (prefers-color-scheme: dark) {
    :root {
      --paper: #000000;
      --surface: #0b080e;
      --line: #8b7c9b;
      --edge: #d5c9df;
      --ink: #ffffff;
      --ink-soft: #e2d8ea;
      --accent: #e5d0ff;
      --accent-ink: #e5d0ff;
      --own: #43206e;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    :root {
      --quick: 0s;
    }
  }

  html,
  body {
    block-size: 100%;
    margin: 0;
    background: var(--paper);
    color: var(--ink);
    font: 400 1rem/1.5 var(--text);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    overscroll-behavior: none;
  }
`;
