/**
 * What the screen shows: plain, readonly data, made anew on every change.
 *
 * Elements render snapshots and call commands (commands.ts); nothing else
 * crosses between the screen and the program. Times are milliseconds since
 * 1970. Ids are opaque strings, stable on this device only.
 */

import type { LockView } from './lock/lock-screen.ts';
import type { Problem } from './problems.ts';
import type { Notifications } from './profile.ts';
import type { QuietChoices, Told } from './quiet.ts';

/** What the screen shows: one profile, and which others there are. */
export type Snapshot = ProfileSnapshot & {
  /** In the order in which they were added; without those that are hidden. */
  readonly profiles: readonly ProfileSummary[];
  /** The id of the profile that is shown, where it is a hidden one. */
  readonly hidden: string | undefined;
  readonly lock: LockView;
};

export type ProfileSummary = {
  readonly id: string;
  /** Empty as long as it has none: it is new, or on its way from another device. */
  readonly name: string;
  /** Messages in all its conversations. */
  readonly unread: number;
  readonly isShown: boolean;
  /** As in ProfileView. */
  readonly picture?: Uint8Array;
};

/** One profile, as the program that runs it shows it. */
export type ProfileSnapshot = {
  readonly phase: Phase;
  /** Set once there is a profile. */
  readonly profile: ProfileView | undefined;
  /** Newest activity first; without those whose contact is blocked. */
  readonly conversations: readonly ConversationSummary[];
  /** Everybody a conversation is with, by what they are called; also who is blocked. */
  readonly contacts: readonly ContactView[];
  /** The conversation, or the invitation waiting to become one, that is open. */
  readonly open: OpenConversation | PendingInvitation | PendingAcceptance | AgainView | undefined;
  /** An invitation that was opened by link or paste and is neither accepted nor declined. */
  readonly invitation: ReceivedInvitation | undefined;
  readonly devices: DevicesView;
  readonly network: NetworkStatus;
  readonly storage: StorageNotice;
  /** Notifications that should stand now; each gives way to a newer one of its conversation. */
  readonly alerts: readonly Alert[];
  /** Things that went wrong and still stand, newest first; each can be dismissed unless `lasting`. */
  readonly problems: readonly Problem[];
};

export type ProfileView = {
  readonly name: string;
  /** What contacts are told besides: may be empty; as in ContactView. */
  readonly status: string;
  readonly picture: Uint8Array | undefined;
  /** What contacts are told, where a conversation does not say otherwise. */
  readonly told: Told;
  readonly notifications: Notifications;
};

export type Phase =
  /** Storage is being opened. */
  | 'opening'
  /** A person must unlock first. */
  | 'locked'
  /** No profile yet. */
  | 'welcome'
  | 'ready'
  /** The program cannot run here; `problems` says why. */
  | 'blocked';

export type ConversationSummary = {
  readonly id: string;
  readonly kind: 'direct' | 'notes' | 'inviting' | 'accepting' | 'again';
  /** The contact's name; empty for `inviting`, where nobody is known yet, and for notes to self. */
  readonly title: string;
  readonly preview:
    | { readonly kind: 'none' }
    | { readonly kind: 'text'; readonly own: boolean; readonly text: string }
    | { readonly kind: 'deleted'; readonly own: boolean }
    | { readonly kind: 'draft'; readonly text: string }
    /** Of an invitation or acceptance that no conversation will come of. */
    | { readonly kind: 'over'; readonly why: 'raced' | 'declined' | 'expired' | 'used' };
  /** Of the newest message, or of the invitation. */
  readonly time: number;
  readonly unread: number;
  /** The safety number changed, and the person has not said yet to have seen it. */
  readonly isChanged: boolean;
  readonly presence: Presence;
  /** Of the contact, as in ContactView. */
  readonly picture: Uint8Array | undefined;
};

/** `away` when no link stands; `typing` only while the contact's device says so. */
export type Presence = 'away' | 'online' | 'typing';

export type OpenConversation = {
  readonly kind: 'conversation';
  readonly about: 'direct' | 'notes';
  readonly id: string;
  readonly title: string;
  /** Undefined where there is nobody else, or more than one. */
  readonly contact: ContactView | undefined;
  /** Whom the contact would introduce, and waits for an answer; the newest first. */
  readonly introductions: readonly IntroductionView[];
  /** When the two were introduced. */
  readonly since: number;
  readonly presence: Presence;
  /** How the two devices are connected now. */
  readonly route: 'none' | 'connecting' | 'relayed' | 'direct';
  readonly comparison: Comparison;
  /** Oldest first: at least the newest 50 (all when there are fewer), more after loadOlder. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** When somebody here became somebody else, oldest first, where that stands among these messages. */
  readonly changes: readonly SafetyChange[];
  /** Where the unread part began when the conversation was opened: the first unread message's id. */
  readonly firstUnread: string | undefined;
  readonly draft: Draft;
  /** False after "They do not match" and after this device's end: it can be read, not written in. */
  readonly writable: boolean;
  /** Why another device ended this one's part in the conversation. */
  readonly ended: 'removed' | 'lost' | 'forked' | undefined;
  /** What is told in this conversation: as the profile says, or otherwise. */
  readonly quiet: QuietChoices;
};

/** Somebody a conversation is with, as the address book has it. */
export type ContactView = {
  /** Of the conversation. */
  readonly id: string;
  /** What they are called here: the nickname, else the name. */
  readonly title: string;
  /** What they say to be called. */
  readonly name: string;
  readonly nickname: string | undefined;
  /** What they say of themselves; may be empty. */
  readonly status: string;
  /** A small WebP or JPEG file; the same object as long as it is the same picture. */
  readonly picture: Uint8Array | undefined;
  readonly comparison: Comparison['kind'];
  /** Nothing that they write is shown. */
  readonly isBlocked: boolean;
  readonly since: number;
  readonly presence: Presence;
};

/** Somebody who lost everything was let in again: the safety number is another one since. */
export type SafetyChange = {
  readonly id: string;
  /** This person, or the contact. */
  readonly isOurs: boolean;
  readonly name: string;
  /** By the clock of who let them in. */
  readonly time: number;
  /** The message that it stands before; undefined at the end. */
  readonly before: string | undefined;
};

export type IntroductionView = {
  readonly id: string;
  /** Who is introduced, as the contact says. */
  readonly name: string;
  /** Whether the other has agreed already. */
  readonly isAgreed: boolean;
};

export type Draft = {
  readonly text: string;
  readonly replyTo: string | undefined;
  readonly editing: string | undefined;
};

export type Message = {
  readonly id: string;
  /** Written by this person, on this device or another. */
  readonly own: boolean;
  /** It is of this device: an edit or deletion by it counts. */
  readonly editable: boolean;
  readonly author: string;
  readonly body:
    | { readonly kind: 'text'; readonly text: string; readonly edited: boolean }
    | { readonly kind: 'deleted' }
    /** The entry is here and verified; its key is not here yet. */
    | { readonly kind: 'sealed' };
  /** The writer's own clock. */
  readonly time: number;
  /** The writer's clock was over 24 hours ahead of ours: shown apart, with words. */
  readonly clockAhead: boolean;
  readonly replyTo: Quote | undefined;
  readonly reactions: readonly Reaction[];
  /** Own messages only. */
  readonly state: DeliveryState | undefined;
};

/** A part of a whole conversation, in order. */
export type HistoryPage = {
  readonly messages: readonly Message[];
  /** How many there are in all. */
  readonly total: number;
  readonly isLast: boolean;
};

/** `device`: durable here only; `delivered`: durable on the contact's device; `read`: shown there. */
export type DeliveryState = 'device' | 'delivered' | 'read';

export type Quote = {
  /** Absent when the quoted message is not here or was deleted. */
  readonly id: string | undefined;
  readonly author: string;
  readonly text: string | undefined;
};

export type Reaction = {
  readonly emoji: string;
  readonly count: number;
  readonly own: boolean;
  readonly names: readonly string[];
};

/**
 * Seven emoji, each with the key of its name (ui looks the words up by `index` in its table of 64);
 * none where this device has not paired with who the contact is now: then the safety number is left.
 */
export type Comparison =
  | { readonly kind: 'open'; readonly emoji: readonly EmojiSymbol[] }
  /** The contact is another one than before, and the person has not said yet to have seen it. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'matched' }
  /** There is nobody to compare with. */
  | { readonly kind: 'none' }
  | { readonly kind: 'mismatched' };

export type EmojiSymbol = { readonly index: number; readonly symbol: string };

/** On the way back into a conversation that one side has lost: the two have met, and compare. */
export type AgainView = {
  readonly kind: 'again';
  readonly id: string;
  /** Whether this side still has the conversation. */
  readonly isInviter: boolean;
  /** What the other is called here, or says to be. */
  readonly name: string;
  /** `waiting`: they match here; `refused`: it does not lead into the conversation that it was made for. */
  readonly stage: 'compare' | 'waiting' | 'mismatched' | 'refused';
  readonly emoji: readonly EmojiSymbol[];
};

/** An invitation of ours that nobody has completed. */
export type PendingInvitation = {
  readonly kind: 'inviting';
  readonly id: string;
  /** Who is to come back into the conversation by it; undefined for an ordinary one. */
  readonly again?: string;
  /** The whole link, secret included. */
  readonly link: string;
  readonly expires: number;
  readonly state:
    | 'waiting'
    /** Somebody accepted; keys are being exchanged. */
    | 'claimed'
    /** Two different people or devices tried to use it: void, with a warning. */
    | 'raced'
    | 'declined'
    | 'expired';
};

/** An invitation we accepted whose inviter has not answered yet. */
export type PendingAcceptance = {
  readonly kind: 'accepting';
  readonly id: string;
  /** Back into a conversation; else an ordinary one. */
  readonly isAgain?: boolean;
  readonly inviter: string;
  readonly expires: number;
  readonly state: 'waiting' | 'used' | 'raced' | 'expired';
};

export type ReceivedInvitation = {
  /**
   * For a contact, for this device to become another one of the inviter's, or back into a
   * conversation with the inviter.
   */
  readonly mode: 'contact' | 'device' | 'again';
  /** The name the link gives: a claim, not a proof. */
  readonly inviter: string;
  readonly expires: number;
  readonly state:
    | 'ready'
    | 'expired'
    /** It is our own. */
    | 'own'
    /** We accepted it before: `conversation` can be opened. */
    | 'known'
    /** It names another node than this page's: accepting will contact it. */
    | 'foreign-node';
  readonly node: string | undefined;
  readonly conversation: string | undefined;
};

export type DevicesView = {
  /** This one first; empty until another one is linked. */
  readonly list: readonly DeviceView[];
  /** The link under way, if any. */
  readonly link: LinkView | undefined;
  /** While this device has not everything that the others have. */
  readonly progress: LinkProgress | undefined;
};

export type DeviceView = {
  readonly id: string;
  readonly name: string;
  readonly isThis: boolean;
  /** When it last said to be there; undefined when it never did. */
  readonly lastSeen: number | undefined;
  readonly isRemoved: boolean;
  /** The device that let it in; undefined for the first, and for one that went on in place of another. */
  readonly letInBy: { readonly name: string; readonly isRemoved: boolean } | undefined;
  /** Who has not heard yet that it was removed: names of contacts and own devices. */
  readonly unaware: readonly string[];
  /** Removed: who is left to end it in conversations that it is in and this device is not. */
  readonly leftTo: 'none' | 'devices' | 'nobody';
};

export type LinkView =
  | PendingInvitation
  | PendingAcceptance
  | {
      readonly kind: 'linking';
      readonly id: string;
      /** Whether this is the device that was there before. */
      readonly isInviter: boolean;
      /** The other device, or the person whose it is, as it says. */
      readonly name: string;
      /**
       * `waiting`: they match here; the other device has not said so, or hands over. `coming`: along
       * with another profile, for which they matched. `here`: the new device has this profile already.
       */
      readonly stage: 'compare' | 'waiting' | 'coming' | 'here' | 'refused' | 'mismatched';
      readonly emoji: readonly EmojiSymbol[];
    };

export type LinkProgress = {
  readonly conversations: { readonly done: number; readonly total: number };
  /** Of those conversations that are here. */
  readonly messages: { readonly done: number; readonly total: number };
};

export type NetworkStatus = {
  readonly signaling: 'off' | 'connecting' | 'open' | 'waiting';
  /** False where the browser has no WebRTC: links then stay relayed. */
  readonly webrtc: boolean;
  /** This tab leaves the network to another tab of the same browser. */
  readonly follower: boolean;
};

export type Alert = {
  /** Another one for each new message. */
  readonly serial: number;
  readonly conversation: string;
  readonly title: string;
  /** Whose it is, where there are several profiles. */
  readonly profile?: string;
  /** New messages since it stands. */
  readonly count: number;
  /** The newest message, where what is written may be shown. */
  readonly text: string | undefined;
};

export type StorageNotice = {
  /** `ask` after the first message while the browser has not promised to keep the storage. */
  readonly persistence: 'unknown' | 'kept' | 'ask' | 'refused';
  /** What the browser has promised, whatever was asked; undefined where it cannot say. */
  readonly persisted: boolean | undefined;
  /** What this app keeps, in bytes, as the browser counts. */
  readonly usedBytes: number | undefined;
};
