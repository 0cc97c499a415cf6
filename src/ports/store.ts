/**
 * What a device keeps: ordered tables of sealed bytes.
 *
 * A batch is one step of the program: all of it is durable when commit
 * resolves, or nothing of it happened. `expect` makes it a compare-and-append,
 * so two tabs, or a tab and its frozen past, can never both win.
 */
import type { Result } from '../core/bytes/result.ts';

export type Table =
  /** Profile, settings, device-wide records. */
  | 'device'
  /** A revision number per conversation: the fence that every batch compares. */
  | 'revisions'
  /** One sealed state record per conversation, and its small companions (draft, frontiers). */
  | 'conversations'
  /** Entries of feeds that do not fill a page yet. */
  | 'entries'
  /** Full pages. */
  | 'pages'
  /** Pages of message keys. */
  | 'vault'
  /** Pages of the order index. */
  | 'timeline'
  /** Boxes and other sealed blobs, by hash. */
  | 'blobs'
  /** Invitations and handshakes under way. */
  | 'pairings';

/** Compared part by part: numbers before strings, numbers by size, strings by UTF-16 units. */
export type Key = readonly (string | number)[];

export type Row = { readonly key: Key; readonly value: Uint8Array };

export type Batch = {
  /** Each named record must hold exactly these bytes (undefined: must be absent). */
  readonly expect?: readonly { table: Table; key: Key; value: Uint8Array | undefined }[];
  readonly put?: readonly { table: Table; key: Key; value: Uint8Array }[];
  readonly remove?: readonly { table: Table; key: Key }[];
  /** Removes every record whose key begins with `prefix`. */
  readonly removeAll?: readonly { table: Table; prefix: Key }[];
};

export type StoreFailure =
  /** An `expect` did not hold; nothing was written. */
  | 'conflict'
  /** The disk or the quota is full; nothing was written. */
  | 'full'
  /** Storage is blocked, or was closed by a newer version or the browser; nothing was written. */
  | 'unavailable';

export interface Store {
  get(table: Table, key: Key): Promise<Result<Uint8Array | undefined, 'unavailable'>>;
  /**
   * The records whose key begins with `prefix`, in key order. `from` and `to`
   * bound the part after the prefix (inclusive); `reverse` gives the last first.
   */
  list(
    table: Table,
    prefix: Key,
    options?: {
      readonly from?: string | number;
      readonly to?: string | number;
      readonly reverse?: boolean;
      readonly limit?: number;
    },
  ): Promise<Result<readonly Row[], 'unavailable'>>;
  /** Strictly durable. Within one batch: expect, removeAll, remove, then put. */
  commit(batch: Batch): Promise<Result<void, StoreFailure>>;
  close(): void;
}
