/** Puts the screen on the page: the look on the document, one element in the body. */

import type { App } from '../app/commands.ts';
import './app/element.ts';
import type { Platform } from './platform.ts';
import { tokens } from './theme/tokens.ts';

/** Gives the element that was added; removing it ends everything the screen subscribed to. */
export function mount(app: App, platform: Platform, page: Document = document): HTMLElement {
  const sheet = tokens.styleSheet;
  if (sheet !== undefined) page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
  const element = page.createElement('gv-app');
  element.app = app;
  element.platform = platform;
  page.body.append(element);
  return element;
}
