/** What an installation needs of the world, and what each profile gets of it. */

import { ok, type Result } from '../../core/bytes/result.ts';
import type { Locks } from '../../ports/locks.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';
import type { Store } from '../../ports/store.ts';
import type { Tabs } from '../../ports/tabs.ts';
import type { Ports } from '../ports.ts';
import { databaseOf, FIRST_PROFILE, type ProfileEntry } from './profile-list.ts';

export type InstallationPorts = Omit<Ports, 'tabs' | 'openStore' | 'deviceKey'> & {
  /** The line of that name between the tabs of this browser. */
  readonly openTabs: (name: string) => Tabs;
  /** Opens, or makes, the named database. */
  readonly openStore: (database: string) => Promise<Result<Store, 'unavailable'>>;
  /** Deletes it with all that is in it; connections of other tabs are closed. */
  readonly deleteStore: (database: string) => Promise<Result<void, 'unavailable'>>;
  /** For profiles that are hidden. */
  readonly passphraseKeys: PassphraseKeys;
  /** Whatever is being typed is kept; begins at once, and ends even if storage hangs. */
  readonly saveTyped: () => Promise<void>;
};

/**
 * A profile has its own database, key, locks and line between tabs, and by running its own program
 * its own socket, topics and links. `installationKey` seals the one that came with the app.
 */
export const portsOf = (
  ports: InstallationPorts,
  { id, key }: ProfileEntry,
  installationKey: Uint8Array,
): Ports => ({
  ...ports,
  tabs: ports.openTabs(databaseOf(id)),
  locks: id === FIRST_PROFILE ? ports.locks : locksOf(ports.locks, id),
  openStore: () => ports.openStore(databaseOf(id)),
  deviceKey: { open: () => Promise.resolve(ok(key ?? installationKey)) },
});

const locksOf = (locks: Locks, id: string): Locks => ({
  hold: (name, options, held, lost) => locks.hold(`${name}-${id}`, options, held, lost),
});
