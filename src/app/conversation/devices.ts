/**
 * The devices of one person in one conversation: how another one comes in, and
 * how one is ended.
 *
 * The newcomer makes its own keys and signs what it is (`introduce`); a device
 * that is there admits it and gives it what pairing gave to the first (`welcome`).
 * Entries and keys of messages come afterwards, over any link.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { ZERO_STAMP } from '../../core/clock/hlc.ts';
import type { EndReason } from '../../core/journal/control-operations.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { createKem } from '../../core/keys/kem.ts';
import { createSender } from '../../core/keys/sender.ts';
import {
  isAdmissionSigned,
  signClaim,
  successorCommitment,
  type Admission,
} from '../../core/members/admission.ts';
import { signCertificate } from '../../core/members/certificate.ts';
import type { Cut, CutHead } from '../../core/members/cut.ts';
import { endingOf, memberOf, standingOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { putNewConversation } from './found.ts';
import { renewRoom } from './renew-room.ts';
import { isRoomMissing } from './rooms-in-use.ts';
import { EMPTY_ROOT } from '../../core/journal/timeline/root.ts';
import { replaceIndex } from './timeline-log.ts';
import { wouldStand } from './would-stand.ts';
import { feedRecord, isOwn, withNewcomers, type ConversationState } from './state.ts';

/** What stays on the new device, and what it shows: the seeds (32 bytes each) and its admission. */
export type Introduction = {
  readonly writerSeed: Uint8Array;
  readonly kemSeed: Uint8Array;
  readonly successorSeed: Uint8Array;
  readonly admission: Admission;
};

/** `member`: key of the writer that founded the member, or `own` for a new one. `name`: of the writer, 1 to 256 bytes. */
export const introduce = (
  { suite, random }: Pick<Context, 'suite' | 'random'>,
  conversationId: Uint8Array,
  { member, name }: { readonly member: Uint8Array | 'own'; readonly name: string },
): Introduction => {
  const [writerSeed, kemSeed, successorSeed] = [random(32), random(32), random(32)];
  const successor = successorCommitment(suite, suite.signingPublicKey(successorSeed));
  const kemKey = suite.kemPublicKey(kemSeed);
  const words = {
    member: member === 'own' ? suite.signingPublicKey(writerSeed) : member,
    successor,
  };
  return {
    writerSeed,
    kemSeed,
    successorSeed,
    admission: {
      certificate: signCertificate(suite, writerSeed, conversationId, kemKey, name),
      claim: signClaim(suite, writerSeed, conversationId, words),
      voucher: { by: 'sibling' },
    },
  };
};

/**
 * Admits another device of this person. Null when its introduction is not good for this
 * conversation and member, or it does not count here: there are 128 writers already; or while a
 * secret is on its way that the newcomer would have to be given.
 */
export const admitDevice = async (
  context: Context,
  work: Work,
  state: ConversationState,
  admission: Admission,
): Promise<ConversationState | null> => {
  const member = memberOf(state.members, state.writer);
  if (member === null || !equalBytes(member, admission.claim.member)) return null;
  if (isRoomMissing(state)) return null;
  if (!isAdmissionSigned(context.suite, state.conversationId, admission)) return null;
  const { writer } = admission.certificate;
  if (standingOf(state.members, writer) !== null) return state;
  if (!wouldStand(context, state, admission)) return null;
  return appendControl(context, work, state, { type: 'admit', admission });
};

/** What a device that was admitted is told; secret, and never stored as it is. */
export type Welcome = Pick<
  ConversationState,
  | 'kind'
  | 'conversationId'
  | 'createdAt'
  | 'node'
  | 'emoji'
  | 'verdict'
  | 'roomSecrets'
  | 'members'
  | 'quiet'
  | 'tellsRead'
>;

/** Puts the conversation as the new device begins it into the work; nothing of it is read yet. */
export const joinConversation = (
  context: Context,
  work: Work,
  welcome: Welcome,
  { writerSeed, kemSeed, successorSeed, admission }: Introduction,
): void => {
  const { localId } = context;
  const state: ConversationState = withNewcomers({
    ...welcome,
    writerSeed,
    successorSeed,
    toldEnd: null,
    earlyRooms: [],
    writer: admission.certificate.writer,
    kem: createKem(context.suite, kemSeed, context.now),
    sender: createSender([]),
    receivers: [],
    feeds: [],
    named: [],
    latestOwn: ZERO_STAMP,
    latestOthers: ZERO_STAMP,
    frontierNumber: 0,
    read: [],
    frontiers: [],
    tails: [],
    leftRooms: [],
  });
  putNewConversation(context, work, state);
  // Messages may be counted before the keys of any of them are here.
  replaceIndex(work, localId, EMPTY_ROOT, new Map());
};

/** Ends another writer at what is held of it here. The same state when it has ended, or is our own. */
export const endWriter = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  reason: EndReason,
): Promise<ConversationState> => {
  const standing = standingOf(state.members, writer);
  const isThere = standing !== null && endingOf(state.members, writer) === null;
  if (!isThere || isOwn(state, writer)) return state;
  const cut = cutHere(state, writer);
  const ended = await appendControl(context, work, state, { type: 'end', writer, reason, cut });
  return renewRoom(context, work, ended);
};

/** The heads of the writer's feeds as they are held here. */
export const cutHere = (state: ConversationState, writer: Uint8Array): Cut => {
  const headOf = (kind: FeedId['kind']): CutHead | null => {
    const { length, hash } = feedRecord(state, { writer, kind }).held;
    return length === 0 ? null : { sequence: length - 1, hash };
  };
  return { control: headOf('control'), message: headOf('message') };
};
