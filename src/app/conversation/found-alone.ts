/**
 * A conversation that one person has alone: notes to self, and the hidden one of
 * a profile's own devices. It is founded by one writer; further devices of the
 * person are admitted like in any conversation (devices.ts).
 */

import { ZERO_STAMP } from '../../core/clock/hlc.ts';
import { createKem } from '../../core/keys/kem.ts';
import { addRoomSecret } from '../../core/keys/room-secrets.ts';
import { createSender } from '../../core/keys/sender.ts';
import { signCertificate } from '../../core/members/certificate.ts';
import { createMembers } from '../../core/members/members.ts';
import { AS_PROFILE } from '../quiet.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import { NOTHING_TO_COMPARE } from './changed-contact.ts';
import type { Context } from './context.ts';
import { putNewConversation } from './found.ts';
import { commitToSuccessor } from './commit-successor.ts';
import type { ConversationKind, ConversationState } from './state.ts';

/** `name`: of this device's writer, 1 to 256 bytes. `node`: empty for the app's own. */
export type Alone = {
  readonly kind: Exclude<ConversationKind, 'direct'>;
  readonly name: string;
  readonly node: string;
};

/**
 * Puts a new conversation of this device alone into the work, its first own entry included, and
 * gives the state as it begins; the work is refused when one of that local id exists.
 */
export const foundAlone = async (
  context: Context,
  work: Work,
  { kind, name, node }: Alone,
): Promise<ConversationState> => {
  const { suite, random, now } = context;
  const [conversationId, writerSeed, kemSeed] = [random(32), random(32), random(32)];
  const kemKey = suite.kemPublicKey(kemSeed);
  const own = signCertificate(suite, writerSeed, conversationId, kemKey, name);
  const first: ConversationState = {
    kind,
    conversationId,
    createdAt: now,
    node,
    writerSeed,
    writer: own.writer,
    emoji: NOTHING_TO_COMPARE,
    verdict: 'matched',
    roomSecrets: addRoomSecret(suite, [], random(32)),
    members: createMembers([own]),
    kem: createKem(suite, kemSeed, now),
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
    quiet: AS_PROFILE,
    tellsRead: true,
    successorSeed: null,
    toldEnd: null,
    earlyRooms: [],
  };
  const found = { type: 'found', certificates: [own] } as const;
  const founded = await commitToSuccessor(
    context,
    work,
    await appendControl(context, work, first, found),
  );
  putNewConversation(context, work, founded);
  return founded;
};
