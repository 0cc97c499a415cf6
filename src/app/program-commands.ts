/** What a person can do, each in terms of the parts of the program. */

import { encodeBase64url } from '../core/bytes/base64url.ts';
import { INTRODUCTION_ID_BYTES } from '../core/journal/introduce-operation.ts';
import { checkSafetyCode, safetyNumber } from '../core/members/safety-number.ts';
import { findInvitation } from '../core/pairing/invitation.ts';
import { againCommands, renewWay } from './again/commands.ts';
import type { Commands } from './commands.ts';
import { encodeBook } from './contacts/book-file.ts';
import { byContact } from './contacts/by-contact.ts';
import { createContactCommands } from './contacts/commands.ts';
import { introduceContacts, sayStep } from './contacts/introducing.ts';
import { openIntroductions } from './contacts/introductions.ts';
import { pictureValue, statusValue } from './contacts/self.ts';
import { newProfile, tidyName } from './profile.ts';
import { readHistory } from './conversation/history.ts';
import { safetyParties } from './conversation/safety.ts';
import { siblings } from './conversation/state.ts';
import { isWayBack } from './pairings/pairings.ts';
import type { Ports } from './ports.ts';
import type { ProblemBoard } from './problem-board.ts';
import type { Profile } from './profile.ts';
import type { ProgramParts } from './program-parts.ts';
import type { HistoryPage } from './snapshot.ts';
import type { StepFailure } from './store/fenced.ts';
import type { Note } from './tabs/notes.ts';
import { deviceCommands } from './linking/commands.ts';
import { keepReceived } from './received-record.ts';

/** What commands work on. */
export interface Program {
  readonly ports: Ports;
  readonly problems: ProblemBoard;
  /** Undefined until the device is open, and where it cannot be. */
  parts(): ProgramParts | undefined;
  profile(): Profile | undefined;
  /** True when it is durable; contacts then hear of it. Without a profile nothing is done. */
  changeProfile(change: (before: Profile) => Profile): Promise<boolean>;
  /** The first start. */
  createProfile(profile: Profile): Promise<boolean>;
  openId(): string | undefined;
  /** Something stands before it, or no longer. */
  cover(isCovered: boolean): void;
  /** Shows a conversation or a pending pairing, or with undefined the list alone. */
  open(id: string | undefined): Promise<void>;
  /** Tells all tabs, this one included. */
  announce(note: Note): void;
  /** Tells a person of a write that did not become durable. */
  raiseFailure(failure: StepFailure | 'conflict'): void;
  /** Looks again at whether the browser has promised to keep the storage. */
  reviewStorage(): Promise<void>;
  wake(): void;
  changed(): void;
}

export const createCommands = (program: Program): Commands => {
  const { problems } = program;
  const name = (): string => program.profile()?.name ?? '';
  const conversation = (id: string | undefined) =>
    id === undefined ? undefined : program.parts()?.conversations.get(id);
  const opened = () => conversation(program.openId());
  const contacts = createContactCommands({
    suite: program.ports.suite,
    registers: () => program.parts()?.registers,
    failed: program.raiseFailure,
  });
  const again = againCommands(program, contacts);
  const safety = () => {
    const state = opened()?.state();
    return state && safetyParties(state);
  };
  const written = async (isDone: Promise<boolean> | undefined): Promise<boolean> => {
    const done = (await isDone) ?? false;
    if (done) {
      problems.clear('storage-full', program.openId());
      // Never in the way of the write: the question comes after it.
      void program.reviewStorage();
    }
    return done;
  };

  const showTyping = (on: boolean): void => {
    const id = program.openId();
    if (id !== undefined) program.announce({ kind: 'typing', id, on });
  };

  const keepReceivedText = async (text: string | undefined): Promise<void> => {
    const store = program.parts()?.store;
    const kept = store && (await keepReceived(store, text));
    if (kept && !kept.ok) program.raiseFailure(kept.error);
  };

  const answerIntroduction = async (asked: string, isAccepted: boolean): Promise<void> => {
    const from = opened();
    const pairings = program.parts()?.pairings;
    const now = program.ports.clock.now();
    const open = openIntroductions(from?.introductions() ?? [], now);
    const found = open.find(({ id }) => encodeBase64url(id) === asked);
    if (!from || !pairings || !found) return;
    if (!isAccepted) return void (await sayStep(from, found.id, { kind: 'declined' }));
    if (found.link === undefined) {
      const made = await pairings.inviteByIntroduction(name());
      if (made.ok) await sayStep(from, found.id, { kind: 'invitation', link: made.value.link });
      return;
    }
    const read = pairings.read(found.link);
    if (!read.ok) return problems.raise(read.error);
    await sayStep(from, found.id, { kind: 'accepted' });
    // One that meets at another server is asked about like any other.
    if (read.value.state !== 'ready') return program.changed();
    const accepted = await pairings.accept(name());
    if (accepted.ok) await program.open(accepted.value);
  };

  return {
    createProfile: async (typed) => {
      const tidy = tidyName(typed);
      if (tidy === null) return;
      await program.createProfile(newProfile(tidy));
    },
    rename: async (typed) => {
      const tidy = tidyName(typed);
      return tidy !== null && program.changeProfile((before) => ({ ...before, name: tidy }));
    },
    setStatus: (typed) => contacts.set([statusValue(typed)]),
    setPicture: async (bytes) => {
      const value = pictureValue(bytes);
      return value ? contacts.set([value]) : false;
    },
    setTold: async (part, isTold) => {
      await program.changeProfile((before) => ({
        ...before,
        told: { ...before.told, [part]: isTold },
      }));
    },
    setConversationQuiet: async (part, choice) => {
      const open = opened();
      if (open && (await contacts.setQuiet(open, part, choice))) await open.setQuiet(part, choice);
    },
    setNotifications: async (notifications) => {
      await program.changeProfile((before) => ({ ...before, notifications }));
    },

    invite: async () => {
      const made = await program.parts()?.pairings?.invite(name());
      if (made?.ok) await program.open(made.value);
    },
    cancelInvitation: async (id) => {
      await program.parts()?.pairings?.cancel(id);
      if (program.openId() === id) await program.open(undefined);
      program.changed();
    },
    renewInvitation: async (id) => {
      if (isWayBack(id)) return renewWay(program, again, id);
      const made = await program.parts()?.pairings?.renew(id, name());
      if (made?.ok) await program.open(made.value);
    },
    readInvitation: async (text) => {
      problems.clear('link-malformed');
      problems.clear('link-version');
      const read = program.parts()?.pairings.read(text);
      if (read && !read.ok) problems.raise(read.error);
      program.changed();
      if (read?.ok) await keepReceivedText(text);
      return read?.ok !== false;
    },
    isInvitation: (text) => {
      const found = findInvitation(text);
      return found.ok || found.error === 'version';
    },
    acceptInvitation: async (mode = 'contact') => {
      const accepted = await program.parts()?.pairings.accept(name(), mode);
      if (!accepted?.ok) return program.changed();
      await keepReceivedText(undefined);
      await program.open(accepted.value);
    },
    declineInvitation: async () => {
      await program.parts()?.pairings.decline();
      program.changed();
      await keepReceivedText(undefined);
    },
    dismissInvitation: () => {
      program.parts()?.pairings.dismiss();
      program.changed();
      void keepReceivedText(undefined);
    },

    ...deviceCommands(program, keepReceivedText),
    ...again,

    openConversation: (id) => program.open(id),
    cover: program.cover,
    closeConversation: () => void program.open(undefined),
    loadOlder: async () => opened()?.showOlder(),
    readHistory: () => {
      const conversation = opened();
      return conversation ? readHistory(conversation) : nothing();
    },
    setNickname: async (id, typed) => {
      const known = conversation(id);
      return known ? contacts.setNickname(known, typed) : false;
    },
    saveContacts: (saved) => {
      const known = byContact(program.ports.suite, program.parts()?.conversations.list() ?? []);
      const entries = [...known].flatMap(([contact, each]) => {
        const view = each.contact();
        return view ? [{ ...view, contact, isCompared: view.comparison === 'matched' }] : [];
      });
      return encodeBook(entries, saved);
    },
    loadContacts: async (text) => {
      const parts = program.parts();
      if (!parts) return 'not-kept';
      const known = byContact(program.ports.suite, parts.conversations.list());
      // Few ever load a file.
      const { planLoad } = await import('./contacts/load-book.ts');
      const plan = planLoad(text, parts.registers, known);
      if (!plan.ok) return plan.error;
      return (await contacts.set(plan.value.values)) ? plan.value.loaded : 'not-kept';
    },
    introduce: async (first, second) => {
      const [one, other] = [conversation(first), conversation(second)];
      if (!one || !other || one === other) return false;
      return introduceContacts(program.ports.random(INTRODUCTION_ID_BYTES), one, other);
    },
    answerIntroduction: (introduction, isAccepted) => answerIntroduction(introduction, isAccepted),
    setBlocked: async (id, isBlocked) => {
      const known = conversation(id);
      if (!known) return false;
      return isBlocked ? contacts.block(known) : contacts.unblock(known);
    },
    deleteConversation: async (which) => {
      const id = which ?? program.openId();
      const known = conversation(id);
      const state = known?.state();
      if (id === undefined || !(await known?.remove())) return false;
      // Another device of the person still has the contact: nobody is unblocked there by this.
      const isElsewhere = state !== undefined && siblings(state).length > 0;
      if (state && !isElsewhere) await contacts.forget(state.conversationId);
      program.announce({ kind: 'pairing', id });
      if (program.openId() === id) await program.open(undefined);
      await program.changeProfile((before) =>
        before.lastOpen === id ? { ...before, lastOpen: undefined } : before,
      );
      return true;
    },
    compareEmoji: async (verdict) => {
      const compared = opened();
      await compared?.judge(verdict);
      if (verdict === 'match' && compared) await contacts.noteVerified(compared);
    },
    safetyNumber: () => {
      const parties = safety();
      return parties && safetyNumber(program.ports.suite, parties);
    },
    checkSafetyCode: (text) => {
      const parties = safety();
      return parties ? checkSafetyCode(program.ports.suite, parties, text) : 'none';
    },

    send: (text, replyTo) => {
      showTyping(false);
      return written(opened()?.post(text, replyTo));
    },
    edit: (message, text) => {
      showTyping(false);
      return written(opened()?.edit(message, text));
    },
    deleteMessage: (message) => written(opened()?.redact(message)),
    react: (message, emoji) => written(opened()?.react(message, emoji)),
    saveDraft: async ({ text, replyTo, editing, conversation: id = program.openId() }) =>
      conversation(id)?.saveDraft({ text, replyTo, editing }),
    typing: () => showTyping(true),
    markRead: async (message) => opened()?.markRead(message),

    // Few visits need them, and they bring a lot of code along.
    backUp: async (...asked) => (await import('./backup/commands.ts')).backUp(program, ...asked),
    restore: async (...asked) => (await import('./backup/commands.ts')).restore(program, ...asked),
    keepStorage: async (answer) => {
      if (answer === 'yes') await program.ports.storageManager.persist();
      // Only now: while the browser asked, another conversation may have been opened.
      await program.changeProfile((before) => ({ ...before, storageAnswer: answer }));
      await program.reviewStorage();
    },
    reviewStorage: () => program.reviewStorage(),
    dismissProblem: (id) => problems.dismiss(id),
    reconnect: () => program.wake(),
  };
};

async function* nothing(): AsyncGenerator<HistoryPage, void> {
  // No conversation is open.
}
