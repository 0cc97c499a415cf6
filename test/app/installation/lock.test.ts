/** Whole installations with the real lock, in virtual time: what is left on the screen and in the network. */
import { describe, expect, it } from 'vitest';
import { createLock } from '../../../src/app/lock/lock.ts';
import type { RunningInstallation } from '../../../src/app/installation/installation.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakePasskeys } from '../../../src/effects/passkey/fake.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import {
  createFakeActivity,
  type FakeActivity,
} from '../../../src/effects/platform/fake-activity.ts';
import { createFakeKeyPlace } from '../../../src/effects/platform/fake-key-place.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import type { Signaling, SignalingConnection } from '../../../src/ports/signaling.ts';
import { begin, createStreet, introduce, textsOf } from './house.ts';

const MINUTE = 60_000;
const suite = createNobleSuite();

/** A house with a lock of its own, on a street where every connection to the node is noted. */
const createLockedHouse = () => {
  /** Connections to the node that this house has not closed. */
  const connections = new Set<SignalingConnection>();
  const street = createStreet({
    signaling: (node, seed) => (seed === 1 ? noting(node, connections) : node),
  });
  const home = street.house(1);
  const keyPlace = createFakeKeyPlace();
  const line = createFakeTabLine();
  const passphraseKeys = createFakePassphraseKeys(suite);
  const passkeys = createFakePasskeys(suite);
  const open = async (): Promise<{ app: RunningInstallation; activity: FakeActivity }> => {
    const activity = createFakeActivity();
    const lock = createLock({
      suite,
      random: createFakeRandom(5),
      clock: street.time,
      timers: street.time,
      lifecycle: home.lifecycle,
      activity,
      tabs: line.tab(),
      keyPlace,
      passphraseKeys,
      passkeys,
    });
    const app = home.tab(lock);
    void app.start();
    await street.time.advance(100);
    return { app, activity };
  };
  return { street, home, open, connections };
};

const noting = (node: Signaling, connections: Set<SignalingConnection>): Signaling => ({
  connect: (...given) => {
    const connection = node.connect(...given);
    connections.add(connection);
    return {
      ...connection,
      close: () => {
        connections.delete(connection);
        connection.close();
      },
    };
  },
});

describe('an installation with a lock', () => {
  it('H-150: locks by itself with nobody there: nothing is shown, nothing is sent, and all comes back', async () => {
    const { street, open, connections } = createLockedHouse();
    const { app, activity } = await open();
    await app.commands.createProfile('Alexandrine');
    const bob = await begin(street.house(2), 'Bartholomew');
    await introduce(street, app, bob);
    await bob.commands.send('before', undefined);
    await street.time.advance(5_000);
    expect(await app.commands.setPassphrase('green grapes', undefined)).toBe('done');
    await app.commands.setIdleMinutes(5);
    const second = await open();
    await second.app.commands.unlock('green grapes');
    await street.time.advance(4 * MINUTE);
    expect(connections.size).toBeGreaterThan(0);
    activity.work();
    await street.time.advance(4 * MINUTE);
    expect([app, second.app].map((each) => each.snapshot().phase)).toEqual(['ready', 'ready']);

    await street.time.advance(MINUTE + 1000);
    expect(connections.size).toBe(0);
    await bob.commands.send('while locked', undefined);
    await street.time.advance(30 * MINUTE);
    for (const each of [app, second.app]) {
      const snapshot = each.snapshot();
      expect(snapshot).toMatchObject({ phase: 'locked', conversations: [], profiles: [] });
      expect(JSON.stringify(snapshot)).not.toMatch(/Alexandrine|Bartholomew|before|while/);
    }
    expect(connections.size).toBe(0);

    await app.commands.unlock('green grapes');
    await street.time.advance(MINUTE);
    expect(textsOf(app)).toEqual(['before', 'while locked']);
    expect(second.app.snapshot().phase).toBe('locked');
    expect(street.bugs).toEqual([]);
  });
});
