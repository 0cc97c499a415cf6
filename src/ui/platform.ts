/**
 * What the screen needs of the browser around it, as an interface, so that the
 * sandbox and the tests can play every case: a denied clipboard, a waiting
 * update, an install that is offered or not.
 */

import type { PickFile } from './backup/picked-file.ts';
import type { Notifier } from './notifications/notifier.ts';
import type { Cameras } from './scan/camera.ts';

export type PlatformState = {
  /** A finger is the main pointer: Enter makes a line, focus does not call up the keyboard. */
  readonly coarsePointer: boolean;
  /** The system's share sheet takes links. */
  readonly canShare: boolean;
  /** The browser offers to install the app. */
  readonly canInstall: boolean;
  /** A new version of the app is loaded and waits; `updating` after updateNow. */
  readonly update: 'none' | 'waiting' | 'updating';
};

/** What a person may put off: an offer, or the comparison of one conversation. */
export type Offer = 'install' | 'update' | `compare:${string}`;

export interface Platform {
  /** Of the app, as its package says. */
  readonly version: string;
  state(): PlatformState;
  subscribe(changed: () => void): () => void;

  /** False when the browser denies it. */
  copyText(text: string): Promise<boolean>;
  /** False when nothing was shared. */
  share(content: { text: string; url: string }): Promise<boolean>;
  /** Shows the browser's own install question; true when the person agreed. */
  promptInstall(): Promise<boolean>;
  updateNow(): void;
  /** Puts a file where the browser keeps what is downloaded. */
  saveFile(name: string, content: Blob): void;
  /** Asks for a place to write a file to as a stream; missing where the browser cannot. */
  loadPickFile?: () => Promise<PickFile | undefined>;
  /** Comes with the scanner, which few visits need. */
  loadCameras(): Promise<Cameras>;

  /** The system's notifications, which most never switch on. */
  loadNotifier(): Promise<Notifier>;

  /** Removes all that the browser keeps of the app and starts anew (app/backup/delete-everything.ts). */
  deleteEverything(held: () => void): Promise<boolean>;

  putOff(offer: Offer): void;
  /** As if it had never been put off. */
  forget(offer: Offer): void;
  isPutOff(offer: Offer): boolean;
}

/** What the service worker's side tells about a new version; the composition root passes it in. */
export interface AppUpdate {
  waiting(): boolean;
  subscribe(changed: () => void): () => void;
  updateNow(): Promise<void>;
}
