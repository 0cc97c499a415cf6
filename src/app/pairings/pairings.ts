/**
 * Invitations and acceptances of this device, from the first tap to the first
 * entry of a conversation.
 *
 * All of it lives in the store, so any tab may invite, accept or cancel; the
 * tab that leads has the network and runs the handshakes (roster.ts).
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import { createClaimant } from '../../core/pairing/claimant.ts';
import {
  encodeInvitation,
  findInvitation,
  invitationLink,
  type FoundInvitation,
  type Invitation,
  type InvitationMode,
} from '../../core/pairing/invitation.ts';
import { aboutPlace, type LostPlace } from '../../core/pairing/again.ts';
import { createInviter, type InviterState } from '../../core/pairing/inviter.ts';
import { drawOurselves } from '../../core/pairing/schedule.ts';
import type { ReceivedInvitation } from '../snapshot.ts';
import type { StepFailure } from '../store/fenced.ts';
import { cancelled, farewell } from './advance.ts';
import type { OpenPlace } from './attendant.ts';
import type { PairingRecord } from './record.ts';
import { createRoster, type RosterOptions } from './roster.ts';
import { pendingOf, receivedOf, type PendingPairing } from './views.ts';

export type PairingsOptions = RosterOptions & {
  /** Links are made below it, for example `https://chat.example`. */
  readonly origin: string;
  /** Host and port to name in invitations; empty while the node is the origin's own. */
  readonly node: string;
};

export interface Pairings {
  load(): Promise<Result<void, StepFailure>>;
  /** Another tab changed the record. */
  refresh(id: string): Promise<Result<void, StepFailure>>;
  /** Newest first; without those of devices. */
  list(): readonly PendingPairing[];
  /** Links for devices that nobody has completed, made here or accepted; newest first. */
  deviceLinks(): readonly PendingPairing[];
  /** The id of a new invitation, which its conversation will have too. */
  invite(name: string): Promise<Result<string, StepFailure>>;
  /** A link for another device of this profile; `name` is the profile's, `device` this device's. */
  inviteDevice(name: string, device: string): Promise<Result<string, StepFailure>>;
  /** An invitation back into a conversation, in the place of a member that lost everything. */
  inviteAgain(name: string, place: LostPlace): Promise<Result<string, StepFailure>>;
  /**
   * The link by which this profile comes to a device that another profile was compared with, good for
   * five minutes; the one before it is void. Shown to nobody.
   */
  inviteAlong(name: string, device: string): Promise<Result<string, StepFailure>>;
  /** Claims such a link, once; `gone` for every other one. */
  acceptAlong(link: string, device: string): Promise<Result<string, StepFailure>>;
  /** Whether it was made or accepted here. */
  isKnown(link: string): boolean;
  /** Whether nothing is under way, nor to be said to anybody. */
  isIdle(): boolean;
  /** An invitation of ours, as long as its record is kept. */
  invitation(id: string): Invitation | undefined;
  /** An invitation that somebody else passes on, good for seven days: its id and its link. */
  inviteByIntroduction(
    name: string,
  ): Promise<Result<{ readonly id: string; readonly link: string }, StepFailure>>;
  /** Ends an invitation, or an acceptance that waits; its secret is erased. */
  cancel(id: string): Promise<Result<void, StepFailure>>;
  /** Cancels an invitation and makes a new one in its place: the new id. */
  renew(id: string, name: string): Promise<Result<string, StepFailure>>;
  /** Looks at a link or pasted text; claims nothing. Kept for accept, decline and received. */
  read(text: string): Result<ReceivedInvitation, 'link-malformed' | 'link-version'>;
  /** The invitation that was read and is not decided yet, as things stand now. */
  received(): ReceivedInvitation | undefined;
  dismiss(): void;
  /**
   * Claims the invitation that was read: its id. `gone` when there is none to accept, or it is for
   * something else than the person agreed to.
   */
  accept(name: string, mode?: InvitationMode): Promise<Result<string, StepFailure>>;
  decline(): Promise<Result<void, StepFailure>>;
  /** This tab has the network from now on. */
  lead(open: OpenPlace): void;
  follow(): void;
  close(): void;
}

const LIFE_MS = 24 * 60 * 60 * 1000;
/** Expiries are whole minutes, rounded down. */
const MINUTE = 60_000;
/** A device link is used at once, by who sits before both. */
const DEVICE_LIFE_MS = 5 * 60 * 1000;
/** It waits for three people, one after another. */
const LIFE_INTRODUCED_MS = 7 * LIFE_MS;

type Received = {
  readonly id: string;
  readonly invitation: Invitation & Pick<ReceivedInvitation, 'mode'>;
  /** Where it is to be met: host and port, empty for the app's own. */
  readonly node: string;
};

export const createPairings = (options: PairingsOptions): Pairings => {
  const { suite, random, clock, origin } = options;
  const roster = createRoster(options);
  let received: Received | undefined;

  const newInvitation = (name: string, life = LIFE_MS) => {
    const now = clock.now();
    const ourselves = drawOurselves(random, name);
    return begun(createInviter(suite, random, ourselves, now + life, options.node));
  };

  const newDeviceLink = (name: string, device: string, mode: 'device' | 'along' = 'device') => {
    const ourselves = drawOurselves(random, device);
    const expires = clock.now() + DEVICE_LIFE_MS + MINUTE - 1;
    return begun(createInviter(suite, random, ourselves, expires, options.node, mode, name));
  };

  const newWayBack = (name: string, place: LostPlace) => {
    const ourselves = drawOurselves(random, name);
    const expires = clock.now() + LIFE_MS;
    const about = (secret: Uint8Array) => aboutPlace(suite, secret, place);
    const { node } = options;
    return begun(createInviter(suite, random, ourselves, expires, node, 'again', name, about));
  };

  const begun = (state: InviterState) => ({
    id: idOf(suite, state.invitation),
    record: { kind: 'inviting', created: clock.now(), node: options.node, state } as const,
  });

  const pending = (areOfDevices: boolean): readonly PendingPairing[] =>
    roster
      .records()
      .filter(([id, { kind }]) => isDeviceLink(id) === areOfDevices && !isUnseen(id, kind))
      .flatMap(([id, record]) => pendingOf(id, record, origin, clock.now()) ?? [])
      .sort((a, b) => b.created - a.created);

  const placed = ({ invitation, host }: FoundInvitation) => ({
    id: idOf(suite, invitation),
    invitation,
    node: foreignNode(invitation.node || host, origin),
  });

  const foundIn = (link: string) => {
    const found = findInvitation(link);
    return found.ok ? placed(found.value) : undefined;
  };

  const view = ({ id, invitation, node }: Received): ReceivedInvitation =>
    receivedOf(id, invitation, node, roster.record(id), clock.now());

  return {
    load: roster.load,
    refresh: roster.refresh,
    list: () => pending(false),
    deviceLinks: () => pending(true),

    invite: async (name) => {
      const { id, record } = newInvitation(name);
      const done = await roster.begin(id, record);
      return done.ok ? ok(id) : done;
    },
    inviteDevice: async (name, device) => {
      const { id, record } = newDeviceLink(name, device);
      const done = await roster.begin(id, record);
      return done.ok ? ok(id) : done;
    },
    inviteAgain: async (name, place) => {
      const { id, record } = newWayBack(name, place);
      const done = await roster.begin(id, record);
      return done.ok ? ok(id) : done;
    },
    inviteAlong: async (name, device) => {
      for (const [id, { kind }] of roster.records()) {
        if (isUnseen(id, kind)) await roster.change(id, (record) => cancelled(suite, record));
      }
      const { id, record } = newDeviceLink(name, device, 'along');
      const done = await roster.begin(id, record);
      return done.ok ? ok(invitationLink(origin, record.state.invitation)) : done;
    },
    acceptAlong: async (link, device) => {
      const found = foundIn(link);
      if (!found || found.invitation.mode !== 'along') return err('gone');
      const { id, invitation, node } = found;
      if (roster.record(id)) return ok(id);
      if (clock.now() >= invitation.expires) return err('gone');
      const state = createClaimant(invitation, drawOurselves(random, device));
      const record = { kind: 'accepting', created: clock.now(), node, state } as const;
      const done = await roster.begin(id, record);
      return done.ok ? ok(id) : done;
    },
    isKnown: (link) => {
      const found = foundIn(link);
      return found !== undefined && roster.record(found.id) !== undefined;
    },
    isIdle: () => roster.records().every(([, { kind }]) => kind === 'known'),
    invitation: (id) => {
      const record = roster.record(id);
      return record?.kind === 'inviting' ? record.state.invitation : undefined;
    },
    inviteByIntroduction: async (name) => {
      const { id, record } = newInvitation(name, LIFE_INTRODUCED_MS);
      const done = await roster.begin(id, record);
      const link = invitationLink(origin, record.state.invitation);
      return done.ok ? ok({ id, link }) : done;
    },
    cancel: (id) => roster.change(id, (record) => cancelled(suite, record)),
    renew: async (id, name) => {
      const { id: newId, record } = newInvitation(name);
      const done = await roster.change(id, (old, work) => {
        roster.stage(work, newId, record);
        return cancelled(suite, old);
      });
      if (!done.ok) return done;
      await roster.refresh(newId);
      options.changed(newId);
      return ok(newId);
    },

    read: (text) => {
      const found = findInvitation(text);
      if (!found.ok) return err(found.error === 'version' ? 'link-version' : 'link-malformed');
      const { id, invitation, node } = placed(found.value);
      const { mode } = invitation;
      // It is said between devices alone: who is handed one by a person is not to use it.
      if (mode === 'along') return err('link-malformed');
      received = { id, invitation: { ...invitation, mode }, node };
      return ok(view(received));
    },
    received: () => received && view(received),
    dismiss: () => {
      received = undefined;
    },
    accept: async (name, mode = 'contact') => {
      if (!received || !isAcceptable(view(received))) return err('gone');
      if (received.invitation.mode !== mode) return err('gone');
      const { id, invitation, node } = received;
      const state = createClaimant(invitation, drawOurselves(random, name));
      const record = { kind: 'accepting', created: clock.now(), node, state } as const;
      const done = await roster.begin(id, record);
      if (!done.ok) return done;
      received = undefined;
      return ok(id);
    },
    decline: async () => {
      if (!received) return err('gone');
      const { id, invitation, node } = received;
      const isOpen = isAcceptable(view(received));
      const done = isOpen ? await roster.begin(id, farewell(invitation, node)) : ok(undefined);
      if (done.ok) received = undefined;
      return done;
    },

    lead: (open) => roster.attendWith(open),
    follow: () => roster.attendWith(undefined),
    close: () => roster.close(),
  };
};

/** The same on every tab, so that one link is never accepted twice at once; tells nothing of it. */
const idOf = (suite: Suite, invitation: Invitation): string =>
  MARKS[invitation.mode] +
  encodeBase64url(digest(suite, 'pairing id', [encodeInvitation(invitation)]).slice(0, 16));

/** What it leads to is no conversation of the list. */
const DEVICE_MARK = '.';
const AGAIN_MARK = '~';
/** No other that begins with a dot goes on so. */
const ALONG_MARK = `${DEVICE_MARK}+`;
const MARKS = {
  contact: '',
  device: DEVICE_MARK,
  again: AGAIN_MARK,
  along: ALONG_MARK,
} as const;

/** Whether the pairing of that id is with another device of this profile. */
export const isDeviceLink = (id: string): boolean => id.startsWith(DEVICE_MARK);

/** Whether by the pairing of that id a profile comes along with another, which was compared. */
export const comesAlong = (id: string): boolean => id.startsWith(ALONG_MARK);

/** Who takes a profile along has seen the link under way of the profile that it comes along with. */
const isUnseen = (id: string, kind: PairingRecord['kind']): boolean =>
  comesAlong(id) && kind === 'inviting';

/** Whether the pairing of that id leads back into a conversation. */
export const isWayBack = (id: string): boolean => id.startsWith(AGAIN_MARK);

const isAcceptable = ({ state }: ReceivedInvitation): boolean =>
  state === 'ready' || state === 'foreign-node';

const foreignNode = (host: string, origin: string): string =>
  host === origin.replace(/^https?:\/\//, '') ? '' : host;
