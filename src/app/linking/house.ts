/** What the parts of linking share: the profile's store, its conversations, its registers. */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';
import type { Context } from '../conversation/context.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Conversations } from '../conversations.ts';
import type { Profile } from '../profile.ts';
import type { Registers } from '../registers/registers.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import type { Neighbours } from './neighbours.ts';

export type House = {
  readonly store: SealedStore;
  readonly suite: Suite;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly registers: Registers;
  readonly conversations: Conversations;
  readonly context: (localId: string) => Context;
  readonly profile: () => Profile | undefined;
  /** The profile of a new device begins; true when it is durable. */
  readonly createProfile: (name: string) => Promise<boolean>;
  readonly changeProfile: (change: (before: Profile) => Profile) => Promise<boolean>;
  readonly neighbours: Neighbours;
  /** A conversation has come or gone, durably: tells all tabs, this one first. */
  readonly arrived: (id: string) => Promise<void>;
};

/** Local id of the conversation between a profile's own devices: no other begins with a dot and this. */
export const DEVICES_ID = '.devices';

export const devicesOf = ({ conversations }: House): Conversation | undefined => {
  const found = conversations.get(DEVICES_ID);
  return found?.state() ? found : undefined;
};

export const findConversation = (
  { conversations }: House,
  conversationId: Uint8Array,
): Conversation | undefined =>
  conversations.list().find((each) => {
    const state = each.state();
    return state !== undefined && equalBytes(state.conversationId, conversationId);
  });

/** The same in every tab; says nothing to who sees it. */
export const localIdOf = (suite: Suite, conversationId: Uint8Array): string =>
  encodeBase64url(digest(suite, 'local id', [conversationId]).slice(0, 16));
