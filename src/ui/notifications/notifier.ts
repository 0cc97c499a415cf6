/** The system's notifications as the screen needs them; the sandbox and the tests play their own. */

export type NotifierPermission =
  /** This browser shows none from a page: on phones, and in some private windows. */
  'unavailable' | 'unasked' | 'granted' | 'denied';

export interface Notifier {
  permission(): NotifierPermission;
  /** Shows the browser's own question; only on a person's press. */
  ask(): Promise<NotifierPermission>;
  /** In place of the one with the same id. `pressed`: the person wants to see more. */
  show(notice: Notice, pressed: () => void): void;
  close(id: string): void;
}

export type Notice = { readonly id: string; readonly title: string; readonly body: string };
