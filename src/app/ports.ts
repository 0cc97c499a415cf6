/** All that the program needs of the world, as one argument; main.ts and the tests fill it in. */

import type { Result } from '../core/bytes/result.ts';
import type { Random, Suite } from '../core/crypto/suite.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeviceKey } from '../ports/device-key.ts';
import type { Lifecycle } from '../ports/lifecycle.ts';
import type { Locks } from '../ports/locks.ts';
import type { PassphraseKeys } from '../ports/passphrase-keys.ts';
import type { Signaling } from '../ports/signaling.ts';
import type { StorageManager } from '../ports/storage-manager.ts';
import type { Store } from '../ports/store.ts';
import type { Tabs } from '../ports/tabs.ts';
import type { Timers } from '../ports/timers.ts';
import type { Transport } from '../ports/transport.ts';
import type { Neighbours } from './linking/neighbours.ts';
import type { Places } from './links/places.ts';

export type Ports = {
  readonly suite: Suite;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly locks: Locks;
  readonly tabs: Tabs;
  readonly lifecycle: Lifecycle;
  readonly deviceKey: DeviceKey;
  readonly storageManager: StorageManager;
  readonly passphraseKeys: PassphraseKeys;
  readonly signaling: Signaling;
  readonly transport: Transport;
  /** Shared by the profiles of a tab; absent: this program's alone. */
  readonly places?: Places;
  /** The other profiles of the installation; absent: there are none. */
  readonly neighbours?: Neighbours;
  /** Opened once; blocked storage is an answer, not an exception. */
  readonly openStore: () => Promise<Result<Store, 'unavailable'>>;
  /** Where the app was opened: invitations are links below it. */
  readonly origin: string;
  /** The WebSocket address of the node that came with the app. */
  readonly nodeUrl: string;
  /** Keys can only be kept on HTTPS and on localhost. */
  readonly secure: boolean;
  /** A bug of ours that one part of the program did not survive: for the browser's console. */
  readonly reportBug: (error: unknown) => void;
};
