/** Backing up and restoring in terms of the parts of the program. */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { wholeTime } from '../../core/clock/hlc.ts';
import { memberOf } from '../../core/members/members.ts';
import { commitToSuccessor } from '../conversation/commit-successor.ts';
import type { Context } from '../conversation/context.ts';
import { newProfile } from '../profile.ts';
import type { Program } from '../program-commands.ts';
import type { ProgramParts } from '../program-parts.ts';
import { createWork } from '../store/work.ts';
import { writeBackup } from './back-up.ts';
import { createBreather } from './breather.ts';
import { beginAgain } from './begin-again.ts';
import { collect } from './collect.ts';
import { erasedMark, isErased, putErasedMark, readErasedMarks } from './erased.ts';
import type {
  BackUpOutcome,
  BackupSink,
  BackupSource,
  BackupWatch,
  RestoreOutcome,
} from './outcomes.ts';
import { makeProfileId, profileIdIn } from './profile-id.ts';
import { Damaged, Gone, openBackup, readRecords } from './read-backup.ts';
import { contentsOf, isSameId, noneAdded, restoreRecords, type RestorePlace } from './restore.ts';

export const backUp = async (
  program: Program,
  passphrase: string,
  sink: BackupSink,
  watch: BackupWatch,
): Promise<BackUpOutcome> => {
  const { ports } = program;
  const parts = program.parts();
  const profile = program.profile();
  const profileId = parts && (await makeProfileId(parts.registers, ports.random));
  const erased = parts && (await readErasedMarks(parts.store));
  if (!parts || !profile || !profileId || !erased) return { kind: 'failed' };
  const conversations = parts.conversations.list();
  // A backup without it could be read and not be written with.
  for (const each of conversations) await each.run(commitToSuccessor);
  const records = collect({
    suite: ports.suite,
    profileId,
    profile,
    now: ports.clock.now(),
    registers: parts.registers.all(),
    erased,
    conversations,
  });
  const breathe = createBreather(ports.clock, ports.timers);
  return writeBackup({ ...ports, breathe }, passphrase, records, sink, watch);
};

export const restore = async (
  program: Program,
  passphrase: string,
  source: BackupSource,
  watch: BackupWatch,
): Promise<RestoreOutcome> => {
  const parts = program.parts();
  if (!parts) return { kind: 'failed', ...noneAdded };
  const { suite, passphraseKeys, clock, timers } = program.ports;
  const breathe = createBreather(clock, timers);
  let isChecked = false;
  try {
    const opened = await openBackup(suite, passphraseKeys, passphrase, source);
    if (!opened.ok) return { kind: opened.error };
    const contents = await contentsOf(watched(readRecords(opened.value, source), watch, breathe));
    if (!contents) return { kind: 'damaged' };
    if (watch.isCancelled()) return { kind: 'cancelled', ...noneAdded };
    const place = placeIn(program, parts, breathe);
    if (!place.isSameProfile(contents.id, contents.conversations)) return { kind: 'other-profile' };
    isChecked = true;
    const records = readRecords(opened.value, source);
    const outcome = await restoreRecords(place, records, watch, breathe, source.size);
    program.changed();
    return outcome;
  } catch (error) {
    const isFile = error instanceof Damaged || error instanceof Gone;
    if (!isFile) throw error;
    if (isChecked) return { kind: 'failed', ...noneAdded };
    return { kind: error instanceof Damaged ? 'damaged' : 'unreadable' };
  }
};

/** Stops where it is cancelled; what was checked till then tells nothing. */
async function* watched<T>(
  items: AsyncIterable<T>,
  watch: BackupWatch,
  breathe: () => Promise<void>,
): AsyncGenerator<T, void> {
  for await (const item of items) {
    yield item;
    if (watch.isCancelled()) return;
    await breathe();
  }
}

const placeIn = (
  program: Program,
  parts: ProgramParts,
  breathe: () => Promise<void>,
): RestorePlace => {
  const { ports } = program;
  const { store, conversations, registers, time } = parts;
  let isFull = false;
  const damaged = (): void => void program.problems.raise('record-damaged');

  const commit = async (work: ReturnType<typeof createWork>): Promise<boolean | 'conflict'> => {
    const done = await store.commit(work.batch());
    if (done.ok) return true;
    isFull = done.error === 'full';
    return done.error === 'conflict' ? 'conflict' : false;
  };

  const contextOf = (localId: string): Context => ({
    suite: ports.suite,
    random: ports.random,
    localId,
    now: wholeTime(ports.clock.now()),
    ceiling: time.ceiling(),
    isTimeConfirmed: time.verdict() === 'confirmed',
  });

  const find = (conversationId: Uint8Array) =>
    conversations.list().find((each) => {
      const state = each.state();
      return state !== undefined && equalBytes(state.conversationId, conversationId);
    });

  const begin: RestorePlace['begin'] = async (localId, kept) => {
    const work = createWork(store, damaged);
    if (!(await beginAgain(contextOf(localId), work, kept, breathe))) return 'ended';
    const done = await commit(work);
    // Something else has that name here.
    if (done === 'conflict') return begin(encodeBase64url(ports.random(16)), kept);
    if (!done) return undefined;
    await conversations.refresh(localId);
    program.announce({ kind: 'pairing', id: localId });
    return conversations.get(localId);
  };

  return {
    isSameProfile: (id, theirs) => {
      const known = profileIdIn(registers);
      if (isSameId(known, id)) return true;
      const ours = conversations.list().flatMap((each) => each.state() ?? []);
      const isShared = theirs.some((kept) => {
        const here = ours.find((each) => equalBytes(each.conversationId, kept.conversationId));
        const member = here && memberOf(here.members, here.writer);
        const other = memberOf(kept.members, kept.writer);
        return member && other ? equalBytes(member, other) : false;
      });
      return isShared || (known === undefined && ours.length === 0);
    },
    mergeRegisters: async (entries) => {
      const merged = await registers.merge(entries);
      if (!merged.ok) isFull = merged.error === 'full';
      return merged.ok;
    },
    find,
    isErased: async (conversationId) =>
      isErased(createWork(store, damaged), erasedMark(ports.suite, conversationId)),
    noteErased: async (marks) => {
      const work = createWork(store, damaged);
      for (const mark of marks) putErasedMark(work, mark);
      return marks.length === 0 || (await commit(work)) === true;
    },
    begin,
    adoptProfile: async (profile) => {
      if (program.profile()) return true;
      const adopted = { ...newProfile(profile.name), ...profile, lastOpen: undefined };
      return program.createProfile(adopted);
    },
    isFull: () => isFull || program.problems.list().some(({ tag }) => tag === 'storage-full'),
  };
};
