/** A browser's promise to keep the storage, given or not as a test says. */
import type { StorageManager, StorageStatus } from '../../ports/storage-manager.ts';

export interface FakeStorageManager extends StorageManager {
  /** How often the app asked. */
  readonly asked: number;
  set(status: Partial<StorageStatus>): void;
}

/** `answer` is what persist gets; a promise that never resolves is a prompt nobody answers. */
export const createFakeStorageManager = (
  answer: () => boolean | Promise<boolean> = () => true,
): FakeStorageManager => {
  let status: StorageStatus = { persisted: false, usedBytes: 0, quotaBytes: 1_000_000_000 };
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    set: (changed) => {
      status = { ...status, ...changed };
    },
    status: () => Promise.resolve(status),
    persist: async () => {
      asked++;
      const persisted = await answer();
      status = { ...status, persisted };
      return persisted;
    },
  };
};
