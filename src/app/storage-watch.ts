/** Whether the browser has promised to keep what is stored, and whether to ask a person for it. */

import type { StorageManager, StorageStatus } from '../ports/storage-manager.ts';
import type { Profile } from './profile.ts';
import type { StorageNotice } from './snapshot.ts';
import { storageNotice } from './storage-question.ts';

export interface StorageWatch {
  review(): Promise<void>;
  persistence(answer: Profile['storageAnswer'], hasMessages: boolean): StorageNotice['persistence'];
}

export const createStorageWatch = (manager: StorageManager, changed: () => void): StorageWatch => {
  let status: StorageStatus = {
    persisted: undefined,
    usedBytes: undefined,
    quotaBytes: undefined,
  };
  return {
    review: async () => {
      status = await manager.status();
      changed();
    },
    persistence: (answer, hasMessages) => storageNotice(status, answer, hasMessages),
  };
};
