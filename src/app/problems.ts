/**
 * The closed list of what can go wrong in a way that a person must be told.
 *
 * The program raises tags; the screen owns the words (src/ui/words).
 */

export type ProblemTag =
  /** Storage is blocked, as in some private windows: nothing can be kept. */
  | 'storage-blocked'
  /** The disk or the quota is full: what was typed is still in the composer, unsaved. */
  | 'storage-full'
  /** Storage was closed under us, usually by a newer version in another tab: reload. */
  | 'storage-closed'
  /** The page is not a secure context: keys cannot be kept. */
  | 'insecure-origin'
  /** The device key cannot be opened: what is stored here is unreadable. */
  | 'key-broken'
  /** A stored record was damaged and is left out; `conversation` says where. */
  | 'record-damaged'
  /** One of the devices was set back to an older copy, or two copies wrote on: one goes on as a new one. */
  | 'forked'
  /** Of what was written here and nobody else has, `count` were lost with damaged records. */
  | 'messages-lost'
  /** The pasted text or opened link is no invitation. */
  | 'link-malformed'
  /** The link is from a newer version of the app. */
  | 'link-version'
  /** Of the profiles that were to come along with a linked one not all could. */
  | 'profiles-left'
  /** The code that links devices could not be loaded. */
  | 'part-missing'
  | 'message-too-long'
  /** This device's clock differs from the node's or the contact's by more than 10 minutes. */
  | 'clock-doubtful'
  /** Part of the program failed; the rest goes on. `conversation` when it was one conversation. */
  | 'internal';

export type Problem = {
  readonly id: number;
  readonly tag: ProblemTag;
  readonly conversation: string | undefined;
  /** Of what there are several. */
  readonly count?: number;
  /** A lasting problem stays until its cause ends. */
  readonly lasting: boolean;
};
