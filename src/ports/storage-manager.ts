/** What the browser says about keeping our storage. */
export type StorageStatus = {
  /** The browser promised not to evict; undefined where it cannot say. */
  readonly persisted: boolean | undefined;
  readonly usedBytes: number | undefined;
  readonly quotaBytes: number | undefined;
};

export interface StorageManager {
  status(): Promise<StorageStatus>;
  /** Asks the browser to keep the storage; may show a prompt; false when it will not. */
  persist(): Promise<boolean>;
}
