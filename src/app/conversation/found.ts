/** A conversation as it begins: the first state, made of a completed pairing. */

import { ZERO_STAMP } from '../../core/clock/hlc.ts';
import { createKem } from '../../core/keys/kem.ts';
import { createReceiver } from '../../core/keys/receiver.ts';
import { startRollingReceiver, startRollingSender } from '../../core/keys/rolling.ts';
import { addRoomSecret } from '../../core/keys/room-secrets.ts';
import { createSender } from '../../core/keys/sender.ts';
import { createMembers } from '../../core/members/members.ts';
import type { Paired } from '../../core/pairing/schedule.ts';
import { AS_PROFILE } from '../quiet.ts';
import { FIRST_REVISION } from '../store/fenced.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { encodeState } from './state-codec.ts';
import { commitToSuccessor } from './commit-successor.ts';
import type { ConversationState } from './state.ts';

/**
 * Puts a new conversation into the work, its first own entry included; the
 * work is refused when one of that local id exists.
 */
export const foundConversation = async (
  context: Context,
  work: Work,
  paired: Paired,
  node: string,
  kind: 'direct' | 'link' = 'direct',
  verdict: ConversationState['verdict'] = 'open',
): Promise<void> => {
  const certificates =
    paired.role === 'inviter' ? [paired.own, paired.peer] : [paired.peer, paired.own];
  const founded = await appendControl(
    context,
    work,
    { ...firstState(context, paired, node, certificates, kind), verdict },
    {
      type: 'found',
      certificates,
    },
  );
  putNewConversation(context, work, await commitToSuccessor(context, work, founded));
};

/** The work is refused when a conversation of that local id exists. */
export const putNewConversation = (
  { localId }: Context,
  work: Work,
  state: ConversationState,
): void => {
  work.expect('revisions', revisionKey(localId), undefined);
  work.put('revisions', revisionKey(localId), FIRST_REVISION);
  work.put('conversations', stateKey(localId), encodeState(state));
};

export const revisionKey = (localId: string) => ['conversation', localId] as const;

export const stateKey = (localId: string) => [localId, 'state'] as const;

const firstState = (
  { suite, now }: Context,
  paired: Paired,
  node: string,
  certificates: readonly Paired['own'][],
  kind: ConversationState['kind'],
): ConversationState => {
  const { writer } = paired.own;
  const peer = paired.peer.writer;
  return {
    kind,
    conversationId: paired.conversationId,
    createdAt: now,
    node,
    writerSeed: paired.writerSeed,
    writer,
    emoji: paired.emoji,
    verdict: 'open',
    roomSecrets: addRoomSecret(suite, [], paired.roomSecret),
    members: createMembers(certificates),
    kem: createKem(suite, paired.kemSeed, now),
    sender: createSender([
      { recipient: peer, rolling: startRollingSender(suite, paired.pairingKey, writer, peer) },
    ]),
    receivers: [
      {
        writer: peer,
        keys: createReceiver(startRollingReceiver(suite, paired.pairingKey, peer, writer)),
      },
    ],
    feeds: [],
    named: [],
    latestOwn: ZERO_STAMP,
    latestOthers: ZERO_STAMP,
    frontierNumber: 0,
    read: [],
    frontiers: [],
    tails: [],
    leftRooms: [],
    quiet: AS_PROFILE,
    tellsRead: true,
    successorSeed: null,
    toldEnd: null,
    earlyRooms: [],
  };
};
