/** Whether the browser has promised to keep what is stored, and whether to ask a person for it. */

import type { StorageManager, StorageStatus } from '../ports/storage-manager.ts';
import type { Profile } from './profile.ts';
import type { StorageNotice } from './snapshot.ts';
import { storageNotice } from './storage-question.ts';

export interface StorageWatch {
  review(): Promise<void>;
  notice(answer: Profile['storageAnswer'], hasMessages: boolean): StorageNotice;
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
    notice: (answer, hasMessages) => ({
      persistence: storageNotice(status, answer, hasMessages),
      persisted: status.persisted,
      usedBytes: status.usedBytes,
    }),
  };
};
