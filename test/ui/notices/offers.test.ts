import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/app/snapshot.ts';
import { nextOffer } from '../../../src/ui/notices/offers.ts';
import type { Offer, PlatformState } from '../../../src/ui/platform.ts';
import { states } from '../sandbox/states.ts';

const platform: PlatformState = {
  coarsePointer: false,
  canShare: false,
  canInstall: false,
  update: 'none',
};

const offer = (state: string, more: Partial<PlatformState> = {}, away: readonly Offer[] = []) => {
  const snapshot = states[state]?.snapshot as Snapshot;
  const isPutOff = (each: Offer) => away.includes(each);
  return nextOffer(snapshot, { ...platform, ...more }, { isPutOff });
};

describe('offers', () => {
  it('U-16: come one at a time: an update before storage before installing', () => {
    const all = { canInstall: true, update: 'waiting' } as const;
    expect(offer('ask-storage', all)).toBe('update');
    expect(offer('ask-storage', all, ['update'])).toBe('storage');
    expect(offer('storage-refused', all, ['update'])).toBe('refused');
    expect(offer('conversation', all, ['update'])).toBe('install');
    expect(offer('conversation', all, ['update', 'install'])).toBeUndefined();
  });

  it('U-16: installing is offered only after words were exchanged', () => {
    expect(offer('first', { canInstall: true })).toBeUndefined();
    expect(offer('welcome', { canInstall: true })).toBeUndefined();
  });
});
