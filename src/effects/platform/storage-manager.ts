/** What the browser says about keeping our storage (Storage Standard). */
import type { StorageManager, StorageStatus } from '../../ports/storage-manager.ts';

const SILENT: StorageStatus = {
  persisted: undefined,
  usedBytes: undefined,
  quotaBytes: undefined,
};

/** A browser that cannot answer, or refuses to, leaves the answer open; that is no failure. */
export const createStorageManager = (): StorageManager => ({
  status: async () => {
    try {
      const [persisted, { usage, quota }] = await Promise.all([
        navigator.storage.persisted(),
        navigator.storage.estimate(),
      ]);
      return { persisted, usedBytes: usage, quotaBytes: quota };
    } catch {
      return SILENT;
    }
  },
  persist: async () => {
    try {
      return await navigator.storage.persist();
    } catch {
      return false;
    }
  },
});
