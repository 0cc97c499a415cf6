/**
 * What a person can do. Every command resolves when its effect is durable, or
 * when a problem that says otherwise stands in the snapshot; none throws for
 * anything that a person or a peer can cause.
 */

import type { LockCommands } from './lock/lock-screen.ts';
import type { BookFailure, BookLoaded } from './contacts/book-file.ts';
import type { HidingAnswer } from './installation/hiding-answer.ts';
import type {
  BackUpOutcome,
  BackupSink,
  BackupSource,
  BackupWatch,
  RestoreOutcome,
} from './backup/outcomes.ts';
import type { Notifications } from './profile.ts';
import type { QuietChoice, QuietPart } from './quiet.ts';
import type { SafetyNumber, SafetyVerdict } from '../core/members/safety-number.ts';
import type { HistoryPage, Snapshot } from './snapshot.ts';

/** How taking a device link ended. */
export type DeviceLinkAnswer =
  | 'begun'
  /** There is none that can be taken. */
  | 'gone'
  /** Another profile of this installation made it, or took it before. */
  | 'own'
  /** There are as many profiles as there can be. */
  | 'full'
  | 'failed';

export interface Commands {
  /** First start: 1 to 64 characters after trimming. */
  createProfile(name: string): Promise<void>;
  /** Another name, by the same rules; every contact is told. True when it is durable here. */
  rename(name: string): Promise<boolean>;
  /** What every contact is told besides the name: one line of at most 100 characters, or nothing. */
  setStatus(status: string): Promise<boolean>;
  /** A WebP or JPEG file of at most 12,288 bytes and 256 pixels a side, or none; false for others. */
  setPicture(picture: Uint8Array | undefined): Promise<boolean>;
  /** Whether contacts are told, in conversations that do not say otherwise. */
  setTold(part: QuietPart, isTold: boolean): Promise<void>;
  /** The same for the open conversation alone. */
  setConversationQuiet(part: QuietPart, choice: QuietChoice): Promise<void>;
  setNotifications(notifications: Notifications): Promise<void>;

  /** Makes an invitation and opens it. */
  invite(): Promise<void>;
  /** Ends an invitation of ours, or an acceptance that waits; its secret is erased. */
  cancelInvitation(id: string): Promise<void>;
  /** Cancels it and makes a new one in its place. */
  renewInvitation(id: string): Promise<void>;
  /** Looks at a link or pasted text; claims nothing. False when it is no invitation, which a problem tells. */
  readInvitation(text: string): Promise<boolean>;
  /** Whether there is one in it, perhaps of a newer version; a mere question, for who goes on looking. */
  isInvitation(text: string): boolean;
  /** `mode`: what the person was told that it is; another one is not accepted. */
  acceptInvitation(mode?: 'contact' | 'again'): Promise<void>;
  declineInvitation(): Promise<void>;
  /** Puts the received invitation aside without declining it. */
  dismissInvitation(): void;

  /**
   * Makes a link for another device of this profile. `device`: what this one is called; `along`: ids
   * of other profiles here that come along.
   */
  linkDevice(device: string, along?: readonly string[]): Promise<void>;
  /**
   * Takes the device link that was read: this device becomes another one of its person. A profile
   * that is here stays as it is: the linked one becomes a further one, and is shown.
   */
  acceptDeviceLink(device: string): Promise<DeviceLinkAnswer>;
  /** Ends the link under way, at whatever stage. */
  cancelDeviceLink(): Promise<void>;
  /** What the person says of the emoji on the two devices. */
  compareDevices(verdict: 'match' | 'mismatch'): Promise<void>;
  /** 1 to 64 characters; true when it is durable. */
  renameDevice(id: string, name: string): Promise<boolean>;
  /** From now on the device is told nothing new; true when that is durable here. */
  removeDevice(id: string): Promise<boolean>;
  /**
   * Makes an invitation back into a conversation for its contact, who lost everything, and opens it.
   * False where nobody can be let in again.
   */
  pairAgain(conversation: string): Promise<boolean>;
  /**
   * What the person says of the emoji; `gives`: whether who still has the conversation hands over
   * what was written so far.
   */
  compareAgain(id: string, verdict: 'match' | 'mismatch', gives: boolean): Promise<void>;
  /** Ends it, at whatever stage. */
  dropAgain(id: string): Promise<void>;
  /** The person has seen that the safety number changed; true when that is durable. */
  acknowledgeChange(conversation: string): Promise<boolean>;
  /** Opens the conversation with oneself, and begins it where there is none. */
  openNotes(): Promise<void>;

  openConversation(id: string): Promise<void>;
  /** Something else stands before what is open, or no longer: it is then not on the screen. */
  cover(isCovered: boolean): void;
  /** Back to the list (on a phone). */
  closeConversation(): void;
  loadOlder(): Promise<void>;
  /** The verdict of a person on the emoji, or on the safety number. */
  compareEmoji(verdict: 'match' | 'mismatch'): Promise<void>;
  /** Of the open conversation; undefined where there is nothing to compare. */
  safetyNumber(): SafetyNumber | undefined;
  /** What a scanned text says of the open conversation. */
  checkSafetyCode(text: string): SafetyVerdict;

  /**
   * All messages of the open conversation, from the first one on. It ends without a page that is
   * the last when the conversation cannot be read any more.
   */
  readHistory(): AsyncIterable<HistoryPage>;

  /**
   * Removes a conversation, or the open one, from this device for good, with what is noted of the
   * contact unless another own device has it too; tells nobody. True when nothing is left.
   */
  deleteConversation(id?: string): Promise<boolean>;

  /** The address book as the text of a file, saved at that time (RFC 3339); no key is in it. */
  saveContacts(saved: string): string;
  /** Takes in such a text; what is noted here stays. Says what it added, or why nothing was. */
  loadContacts(text: string): Promise<BookLoaded | BookFailure | 'not-kept'>;
  /** Offers to two contacts, by their conversations, to introduce them; the first is asked first. */
  introduce(first: string, second: string): Promise<boolean>;
  /** The answer to an introduction in the open conversation. */
  answerIntroduction(introduction: string, isAccepted: boolean): Promise<void>;
  /** What a contact is called here instead of its own name: 1 to 64 characters; none takes it away. */
  setNickname(conversation: string, nickname: string): Promise<boolean>;
  /** Holds what the contact writes out of the screen, from now on, or shows it all. True when durable. */
  setBlocked(conversation: string, isBlocked: boolean): Promise<boolean>;

  /** Text of at most 16,384 bytes of UTF-8. True when it is durable; the draft is cleared in the same step. */
  send(text: string, replyTo: string | undefined): Promise<boolean>;
  edit(message: string, text: string): Promise<boolean>;
  deleteMessage(message: string): Promise<boolean>;
  /** Sets or takes back one own reaction. */
  react(message: string, emoji: string): Promise<boolean>;
  /** Of the named conversation, or the open one: a draft may be saved just after its conversation was left. */
  saveDraft(draft: {
    text: string;
    replyTo?: string;
    editing?: string;
    conversation?: string;
  }): Promise<void>;
  /** Keystrokes while the composer has text; the program limits how often it tells. */
  typing(): void;
  /** The messages up to this one were on the screen of a focused window. */
  markRead(message: string): Promise<void>;

  /** Writes all of this profile, sealed under a passphrase. What was handed to `sink` counts only when it is `done`. */
  backUp(passphrase: string, sink: BackupSink, watch: BackupWatch): Promise<BackUpOutcome>;
  /** Adds what a backup holds to what is here; where there is no profile yet, that of the backup comes too. */
  restore(passphrase: string, source: BackupSource, watch: BackupWatch): Promise<RestoreOutcome>;

  /** Asks the browser to keep the storage, after the person said yes to our words; or notes the no. */
  keepStorage(answer: 'yes' | 'later'): Promise<void>;
  /** Asks the browser anew how much is kept, and whether for good. */
  reviewStorage(): Promise<void>;
  dismissProblem(id: number): void;
  /** Connect now instead of at the end of the back-off. */
  reconnect(): void;
}

/** What a person can do with the profiles of this installation. */
export interface ProfilesCommands {
  /** Adds a profile and shows it: 1 to 64 characters after trimming. True when it is durable. */
  addProfile(name: string): Promise<boolean>;
  showProfile(id: string): Promise<void>;
  /** Deletes it with all its conversations, here alone. False for the last one, which cannot go. */
  removeProfile(id: string): Promise<boolean>;
  /** Hides the shown profile: it is in no list, and opened by its passphrase alone. */
  hideProfile(passphrase: string): Promise<HidingAnswer>;
  /** Opens the hidden profile of that passphrase, until another one is shown. */
  openHiddenProfile(passphrase: string): Promise<HidingAnswer>;
  /** The hidden profile that is shown is in the list again. */
  unhideProfile(): Promise<boolean>;
  /** As acceptInvitation, by this profile, which is shown then. */
  acceptInvitationAs(id: string, mode?: 'contact' | 'again'): Promise<void>;
}

/** All that a person can do. */
export interface AppCommands extends Commands, ProfilesCommands, LockCommands {}

/** The installation as the screen sees it. */
export interface App {
  /** Of the profile that is shown: other ones once another is. */
  readonly commands: AppCommands;
  snapshot(): Snapshot;
  /** Called after every change; the returned function ends it. */
  subscribe(changed: () => void): () => void;
}
