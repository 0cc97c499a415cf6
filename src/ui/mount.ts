/** Puts the screen on the page: the look on the document, the app and its voice in the body. */

import type { App } from '../app/commands.ts';
import { announcerStyles, createAnnouncer } from './announcer.ts';
import './app/element.ts';
import type { Platform } from './platform.ts';
import { tokens } from './theme/tokens.ts';

/** Gives the element that was added; removing it ends everything the screen subscribed to. */
export function mount(app: App, platform: Platform, page: Document = document): HTMLElement {
  const sheets = [tokens, announcerStyles].flatMap(({ styleSheet }) => styleSheet ?? []);
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, ...sheets];
  const element = page.createElement('gv-app');
  element.app = app;
  element.platform = platform;
  page.body.append(element, createAnnouncer(element));
  return element;
}
