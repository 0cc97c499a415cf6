import { expect, it } from 'vitest';
import { storageNotice } from '../../src/app/storage-question.ts';
import type { StorageStatus } from '../../src/ports/storage-manager.ts';

const status = (persisted: boolean | undefined): StorageStatus => ({
  persisted,
  usedBytes: undefined,
  quotaBytes: undefined,
});

it('O-108: the question comes with the first message, and once', () => {
  expect(storageNotice(status(false), 'none', false)).toBe('unknown');
  expect(storageNotice(status(false), 'none', true)).toBe('ask');
  expect(storageNotice(status(false), 'later', true)).toBe('unknown');
});

it('O-108: a promise is told as kept, its refusal only to who asked for it', () => {
  expect(storageNotice(status(true), 'none', true)).toBe('kept');
  expect(storageNotice(status(true), 'yes', true)).toBe('kept');
  expect(storageNotice(status(false), 'yes', true)).toBe('refused');
});

it('O-108: a browser that cannot say is not asked', () => {
  expect(storageNotice(status(undefined), 'none', true)).toBe('unknown');
});
