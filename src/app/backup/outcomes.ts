/** What backing up and restoring need of the screen, and how they end. */

/** Where a backup goes: each piece is written before the next one is made. False when it cannot be. */
export type BackupSink = (bytes: Uint8Array) => Promise<boolean>;

/** A file that can be read in any part, more than once. */
export type BackupSource = {
  readonly size: number;
  /** Undefined when the file is gone, or is another one by now. */
  read(from: number, to: number): Promise<Uint8Array | undefined>;
};

export type BackupWatch = {
  /** Both in the same unit; `total` may grow. */
  readonly progress: (done: number, total: number) => void;
  /** Asked again and again: it ends there. */
  readonly isCancelled: () => boolean;
};

export type BackUpOutcome =
  | { readonly kind: 'done'; readonly conversations: number; readonly messages: number }
  | { readonly kind: 'cancelled' }
  /** This browser cannot make keys of passphrases. */
  | { readonly kind: 'no-keys' }
  /** What is stored here could not be read, or the file could not be written. */
  | { readonly kind: 'failed' };

/** What a restore has added; zeros when all of it was here. */
export type Added = {
  readonly conversations: number;
  readonly messages: number;
  /** Conversations that were deleted here: they stay away. */
  readonly left: number;
  /** Conversations that had ended when the backup was made. */
  readonly ended: number;
};

export type RestoreOutcome =
  | ({ readonly kind: 'done' } & Added)
  /** In the middle: what was added stays, and restoring again goes on. */
  | ({ readonly kind: 'cancelled' | 'full' | 'failed' } & Added)
  /** Before anything was changed. */
  | { readonly kind: RestoreRefusal };

export type RestoreRefusal =
  /** No backup of this app. */
  | 'not-a-backup'
  /** Of a newer version of the app. */
  | 'newer'
  | 'wrong-passphrase'
  /** Changed, cut off, or put together anew. */
  | 'damaged'
  /** Of somebody else, or of another profile of this person. */
  | 'other-profile'
  | 'no-keys'
  | 'unreadable';
