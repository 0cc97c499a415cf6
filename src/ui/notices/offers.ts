/** Which one offer is made now: never two at once, and installing only once there is something to keep. */

import type { Snapshot } from '../../app/snapshot.ts';
import type { Platform, PlatformState } from '../platform.ts';

export type NextOffer = 'updating' | 'update' | 'storage' | 'refused' | 'install' | undefined;

export function nextOffer(
  snapshot: Snapshot,
  state: PlatformState,
  platform: Pick<Platform, 'isPutOff'>,
): NextOffer {
  if (state.update === 'updating') return 'updating';
  if (state.update === 'waiting' && !platform.isPutOff('update')) return 'update';
  if (snapshot.phase !== 'ready' || snapshot.invitation !== undefined) return undefined;
  if (snapshot.storage.persistence === 'ask') return 'storage';
  if (snapshot.storage.persistence === 'refused') return 'refused';
  const talked = snapshot.conversations.some((each) => each.preview.kind === 'text');
  return state.canInstall && talked && !platform.isPutOff('install') ? 'install' : undefined;
}
