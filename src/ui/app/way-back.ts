/**
 * The system's "back": one entry in the browser's history while something
 * stands before the list, and one more while the settings or the address book stand before that.
 */

export interface WayBack {
  /** Another thing took the main pane; both by what element.ts calls them. */
  moved(before: string, shown: string): void;
  /** After "back" was pressed: the settings, or the address book, were not left by it. */
  readonly isInSettings: boolean;
  readonly isInPane: boolean;
  /** What they were opened over, and show again when they are left. */
  readonly under: string;
}

/** The settings and the address book stand before what is open, one in place of the other. */
export const placeKey = (place: 'settings' | 'contacts'): string => `ready ${place}`;
const PLACES: readonly string[] = [placeKey('settings'), placeKey('contacts')];
export const isPlace = (key: string): boolean => PLACES.includes(key);
export const LIST = 'ready none';

export function createWayBack(history: History): WayBack {
  let under = '';
  const entered = (): unknown => history.state?.grapevine;
  const isPane = (key: string): boolean => key !== LIST && key.startsWith('ready ');

  const leftSettings = (shown: string): void => {
    if (entered() !== 'settings') return;
    if (shown === under) history.back();
    else history.replaceState({ grapevine: 'pane' }, '');
  };

  return {
    moved: (before, shown) => {
      if (isPlace(shown)) {
        if (!isPlace(before)) under = before;
        if (entered() !== 'settings') history.pushState({ grapevine: 'settings' }, '');
      } else if (isPlace(before)) leftSettings(shown);
      else if (before === LIST && isPane(shown) && entered() !== 'pane') {
        history.pushState({ grapevine: 'pane' }, '');
      } else if (shown === LIST && isPane(before) && entered() === 'pane') history.back();
    },
    get isInSettings() {
      return entered() === 'settings';
    },
    get isInPane() {
      return entered() === 'pane';
    },
    get under() {
      return under;
    },
  };
}
