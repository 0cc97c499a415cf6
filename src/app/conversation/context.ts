/** What every step of a conversation is given besides its state and its work. */

import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Block } from '../contacts/card.ts';

export type Context = {
  readonly suite: Suite;
  readonly random: Random;
  /** Names the conversation on this device. */
  readonly localId: string;
  /** The device's clock, milliseconds since 1970. */
  readonly now: number;
  /** A stamp over 24 h beyond it is shown apart and moves nobody's clock. */
  readonly ceiling: number;
  /** The node's clock agrees with the device's. */
  readonly isTimeConfirmed: boolean;
  /** What of a blocked contact is shown; absent where nobody is blocked. */
  readonly block?: Block;
};
