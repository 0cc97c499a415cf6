/** Backups of people in virtual time: made, kept as bytes, and taken in again. */

import type { RestoreOutcome } from '../../../src/app/backup/outcomes.ts';
import { concatBytes } from '../../../src/core/bytes/compare.ts';
import { parseState } from '../../../src/app/conversation/state-codec.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { deviceKeyOf, type PersonInTime } from './two-people.ts';

export const PASSPHRASE = 'correct horse battery staple';

const unwatched = { progress: () => undefined, isCancelled: () => false };

/** Time must pass for it: the screen is drawn in between. */
const passing = async <T>(time: VirtualTime, task: Promise<T>): Promise<T> => {
  let isDone = false;
  const done = task.finally(() => (isDone = true));
  done.catch(() => undefined);
  while (!isDone) await time.advance(1);
  return done;
};

export const backUp = async (time: VirtualTime, person: PersonInTime): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  const sink = (bytes: Uint8Array): Promise<boolean> => {
    parts.push(bytes);
    return Promise.resolve(true);
  };
  const done = await passing(time, person.app().commands.backUp(PASSPHRASE, sink, unwatched));
  if (done.kind !== 'done') throw new Error(`The backup ended as ${done.kind}`);
  return concatBytes(...parts);
};

export const restore = (
  time: VirtualTime,
  person: PersonInTime,
  file: Uint8Array,
  passphrase = PASSPHRASE,
  isCancelled = unwatched.isCancelled,
): Promise<RestoreOutcome> =>
  passing(
    time,
    person
      .app()
      .commands.restore(
        passphrase,
        { size: file.length, read: (from, to) => Promise.resolve(file.slice(from, to)) },
        { ...unwatched, isCancelled },
      ),
  );

/** The device loses everything, and the app is opened on what is left. */
export const wipe = async (person: PersonInTime): Promise<void> => {
  person.close();
  for (const { table, key } of person.disk.rows()) person.disk.damage(table, key, undefined);
  await person.open();
};

/** Opens the one conversation that there is. */
export const openOnly = async (person: PersonInTime): Promise<void> => {
  const [only] = person.app().snapshot().conversations;
  await person.app().commands.openConversation(only?.id ?? '');
};

/** The state of the one conversation on the disk, opened with the device's key. */
export const stateOf = async (person: PersonInTime): Promise<ConversationState> => {
  const key = deviceKeyOf(person.name);
  const store = createSealedStore(person.disk.open(), createNobleSuite(), createFakeRandom(1), key);
  const rows = await store.list('conversations', []);
  for (const { key: name, value } of rows.ok ? rows.value : []) {
    const state = name[1] === 'state' && value.ok ? parseState(value.value) : undefined;
    if (state?.ok) return state.value;
  }
  throw new Error('no conversation');
};

/** Which writer the device is in its one conversation. */
export const writerOf = async (person: PersonInTime): Promise<Uint8Array> =>
  (await stateOf(person)).writer;
