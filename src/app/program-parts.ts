/** The parts of the program that live on an open device, wired to each other. */

import { wholeTime } from '../core/clock/hlc.ts';
import type { Context } from './conversation/context.ts';
import { foundConversation } from './conversation/found.ts';
import { createConversations, type Conversations } from './conversations.ts';
import type { ConfirmedTime } from './confirmed-time.ts';
import { createLinking, type Linking } from './linking/linking.ts';
import { NO_NEIGHBOURS } from './linking/neighbours.ts';
import { putRole } from './linking/role-record.ts';
import { putWay } from './again/way-record.ts';
import { comesAlong, createPairings, isDeviceLink, type Pairings } from './pairings/pairings.ts';
import type { Ports } from './ports.ts';
import type { Profile } from './profile.ts';
import type { ProblemTag } from './problems.ts';
import { createRegisters, type Registers } from './registers/registers.ts';
import type { StepFailure } from './store/fenced.ts';
import type { Note } from './tabs/notes.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export type ProgramParts = {
  readonly store: SealedStore;
  readonly time: ConfirmedTime;
  readonly registers: Registers;
  readonly pairings: Pairings;
  readonly conversations: Conversations;
  readonly linking: Linking;
};

export type PartsEvents = {
  /** Other tabs should know. */
  readonly tell: (note: Note) => void;
  /** A pairing changed, and may have become a conversation. */
  readonly arrive: (id: string) => Promise<void>;
  readonly changed: () => void;
  readonly raiseFailure: (failure: StepFailure) => void;
  readonly problem: (tag: ProblemTag, conversation?: string, count?: number) => void;
  readonly isAttended: (id: string) => boolean;
  readonly profile: () => Profile | undefined;
  readonly createProfile: (name: string) => Promise<boolean>;
  readonly changeProfile: (change: (before: Profile) => Profile) => Promise<boolean>;
};

export const createParts = (
  ports: Ports,
  store: SealedStore,
  time: ConfirmedTime,
  events: PartsEvents,
): ProgramParts => {
  const context = (localId: string): Context => ({
    suite: ports.suite,
    random: ports.random,
    localId,
    now: wholeTime(ports.clock.now()),
    ceiling: time.ceiling(),
    isTimeConfirmed: time.verdict() === 'confirmed',
  });
  const registers = createRegisters({
    store,
    suite: ports.suite,
    random: ports.random,
    now: () => ports.clock.now(),
    ceiling: time.ceiling,
    written: () => events.tell({ kind: 'registers' }),
    damaged: () => events.problem('record-damaged'),
  });
  const pairings = createPairings({
    ...ports,
    store,
    node: '',
    foundConversation: (work, paired, localId, node, { secret, about }) => {
      const isLink = isDeviceLink(localId) || about !== undefined;
      if (isLink) putRole(work, localId, paired.role);
      if (about) putWay(work, localId, { secret, about, gives: false });
      const kind = isLink ? 'link' : 'direct';
      // It was said in the conversation of a link that is compared: nobody else can have used it.
      const verdict = comesAlong(localId) ? 'matched' : 'open';
      return foundConversation(context(localId), work, paired, node, kind, verdict);
    },
    completed: (id) => {
      events.tell({ kind: 'pairing', id });
      void events.arrive(id);
    },
    changed: (id) => {
      events.tell({ kind: 'pairing', id });
      events.changed();
    },
    failed: events.raiseFailure,
    broken: (error) => {
      events.problem('internal');
      ports.reportBug(error);
    },
    damaged: () => events.problem('record-damaged'),
  });
  const conversations = createConversations({
    ports,
    store,
    time,
    registers,
    isAttended: events.isAttended,
    profile: events.profile,
    changed: events.changed,
    written: (id) => {
      events.tell({ kind: 'conversation', id });
      linking.review();
    },
    contact: (id, contact) => events.tell({ kind: 'contact', id, ...contact }),
    problem: events.problem,
  });
  const { profile, createProfile, changeProfile } = events;
  const linking = createLinking({
    ...ports,
    ...{ store, context, registers, conversations, profile, createProfile, changeProfile },
    neighbours: ports.neighbours ?? NO_NEIGHBOURS,
    arrived: async (id) => {
      events.tell({ kind: 'pairing', id });
      await events.arrive(id);
    },
    broken: (error) => {
      events.problem('internal');
      ports.reportBug(error);
    },
    refused: events.changed,
  });
  return { store, time, registers, pairings, conversations, linking };
};
