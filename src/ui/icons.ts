/**
 * Our own icons, drawn on a 24 by 24 grid with lines that take the colour of
 * the text. They carry no meaning alone: whoever uses one gives the words.
 */

import { html, svg, type SVGTemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult, flip = false) =>
  html`<svg class="icon ${flip ? 'flip' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    ${shape}
  </svg>`;

export const icons = {
  back: () => icon(svg`<path d="M15 5l-7 7 7 7" />`, true),
  down: () => icon(svg`<path d="M12 5v14M6 13l6 6 6-6" />`),
  plus: () => icon(svg`<path d="M12 5v14M5 12h14" />`),
  close: () => icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  send: () => icon(svg`<path d="M5 12h13M12 5.5l6.5 6.5-6.5 6.5" />`, true),
  reply: () => icon(svg`<path d="M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7" />`, true),
  edit: () => icon(svg`<path d="M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19z" />`),
  remove: () =>
    icon(svg`<path d="M4.5 7h15M10 7V4.5h4V7M6.5 7l1 12.5h9l1-12.5M10.5 11v5M13.5 11v5" />`),
  react: () =>
    icon(
      svg`<circle cx="11" cy="13" r="7.5" /><path d="M8 15.5a3.8 3.8 0 0 0 6 0M8.6 11h.01M13.4 11h.01M19 2.5v5M16.5 5h5" />`,
    ),
  scan: () =>
    icon(
      svg`<path d="M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5M20 15.5V18a2 2 0 0 1-2 2h-2.5M8.5 20H6a2 2 0 0 1-2-2v-2.5M7.5 12h9" />`,
    ),
  picture: () =>
    icon(
      svg`<rect x="4" y="5" width="16" height="14" rx="2" /><path d="M4.5 16.5l4.5-4.5 4 4 2.5-2.5 4 4M15.5 9h.01" />`,
    ),
  torch: () => icon(svg`<path d="M13 3.5L6 13.5h5l-1 7 7-10h-5z" />`),
  device: () => icon(svg`<circle cx="12" cy="12" r="7.5" /><path d="M12 8v4.2l2.6 1.6" />`),
  delivered: () => icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
  read: () => icon(svg`<path d="M2 12.5l4.5 4.5L16 7.5M12 16.2l.8.8L22 7.5" />`),
  copy: () =>
    icon(
      svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2" /><path d="M15.5 5.5a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1" />`,
    ),
  share: () => icon(svg`<path d="M12 15V4M8 7.5L12 3.5l4 4M6 11.5v8h12v-8" />`),
  offline: () =>
    icon(
      svg`<path d="M4 4l16 16M5 12.5a10 10 0 0 1 4.5-2.6M2.5 9a14 14 0 0 1 4.2-2.7M8.5 16a5 5 0 0 1 6-.8M14.8 9.8a10 10 0 0 1 4.2 2.7M11 5.1A14 14 0 0 1 21.5 9M12 19.5h.01" />`,
    ),
  shield: () => icon(svg`<path d="M12 3.5l7 2.5v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6z" />`),
  compared: () =>
    icon(
      svg`<path d="M12 3.5l7 2.5v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6z" /><path d="M8.8 12l2.3 2.3 4.3-4.6" />`,
    ),
  notice: () => icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.8v5M12 16.2h.01" />`),
  settings: () =>
    icon(
      svg`<path d="M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20" /><circle cx="15" cy="7.5" r="2.5" /><circle cx="9" cy="16.5" r="2.5" />`,
    ),
  people: () =>
    icon(
      svg`<circle cx="9" cy="8.5" r="3.5" /><path d="M2.5 19.5c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.4c2.3.7 3.7 2.4 4 5.1" />`,
    ),
  block: () => icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M6 6l12 12" />`),
  details: () => icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 11v5.2M12 7.8h.01" />`),
  phone: () =>
    icon(svg`<rect x="7" y="3.5" width="10" height="17" rx="2.2" /><path d="M11 17.5h2" />`),
  show: () =>
    icon(
      svg`<path d="M2.5 12C5 7.8 8.2 6 12 6s7 1.8 9.5 6c-2.5 4.2-5.7 6-9.5 6s-7-1.8-9.5-6z" /><circle cx="12" cy="12" r="2.8" />`,
    ),
  hide: () =>
    icon(
      svg`<path d="M4.5 9.2A15 15 0 0 0 2.5 12C5 16.2 8.2 18 12 18a10 10 0 0 0 3.6-.7M8.8 6.600A10 10 0 0 1 12 6c3.8 0 7 1.8 9.5 6a14 14 0 0 1-2.8 3.500M4 4l16 16" />`,
    ),
  key: () =>
    icon(svg`<circle cx="8" cy="14.5" r="4.5" /><path d="M11.3 11.300L19.5 3.500M16 7l3 3" />`),
  lock: () =>
    icon(
      svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2" /><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />`,
    ),
};

/** The mark: a bunch of grapes under a leaf, also a speech bubble of dots. */
export const mark = () =>
  html`<svg class="mark" viewBox="7 4 54 57" aria-hidden="true">
    ${svg`
      <path class="mark-leaf" d="M33 17c0-8 6-13 17-12 0 9-6 14-17 12z" />
      <path class="mark-stem" d="M32 20c0-6-2-10-6-13" />
      <circle class="mark-grape" cx="19" cy="27" r="7.5" />
      <circle class="mark-grape" cx="33" cy="26" r="7.5" />
      <circle class="mark-grape" cx="47" cy="27" r="7.5" />
      <circle class="mark-grape" cx="26" cy="39" r="7.5" />
      <circle class="mark-grape" cx="40" cy="39" r="7.5" />
      <circle class="mark-grape" cx="33" cy="51.5" r="7.5" />
    `}
  </svg>`;
