/** Two people with a link between them, and what everybody who holds the link sees and can do. */
import { createClaimant, stepClaimant } from '../../../src/core/pairing/claimant.ts';
import type { ClaimantState } from '../../../src/core/pairing/claimant.ts';
import type { PairingFrame } from '../../../src/core/pairing/frames.ts';
import type { Invitation, InvitationMode } from '../../../src/core/pairing/invitation.ts';
import { createInviter, stepInviter } from '../../../src/core/pairing/inviter.ts';
import type { InviterState } from '../../../src/core/pairing/inviter.ts';
import { drawOurselves, type Paired } from '../../../src/core/pairing/schedule.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';

export const suite = createNobleSuite();
export const NOW = 1_700_000_040_000;
export const EXPIRES = NOW + 24 * 60 * 60 * 1000;

export type Kind<K extends PairingFrame['kind']> = PairingFrame & { kind: K };

/** One side: its newest state, and what its steps gave. */
export const createAlice = (
  seed = 1,
  name = 'Alice',
  mode: InvitationMode = 'contact',
  about?: (secret: Uint8Array) => Uint8Array,
) => {
  const random = createFakeRandom(seed);
  const ourselves = drawOurselves(random, name);
  let state: InviterState = createInviter(suite, random, ourselves, EXPIRES, '', mode, name, about);
  let paired: Paired | undefined;
  const take = (step: ReturnType<typeof stepInviter>): readonly PairingFrame[] => {
    state = step.state;
    paired = step.paired ?? paired;
    return step.send;
  };
  return {
    get invitation() {
      return state.invitation;
    },
    get state() {
      return state;
    },
    get paired() {
      return paired;
    },
    restore: (restored: InviterState) => void (state = restored),
    hear: (frame: PairingFrame, now = NOW) =>
      take(stepInviter(suite, random, state, { kind: 'frame', frame, now })),
    connect: () => take(stepInviter(suite, random, state, { kind: 'connected' })),
    tick: (now: number) => take(stepInviter(suite, random, state, { kind: 'tick', now })),
  };
};

export const createBob = (invitation: Invitation, seed = 2, name = 'Bob') => {
  const random = createFakeRandom(seed);
  let state: ClaimantState = createClaimant(invitation, drawOurselves(random, name));
  let paired: Paired | undefined;
  let ended: string | undefined;
  const take = (step: ReturnType<typeof stepClaimant>): readonly PairingFrame[] => {
    state = step.state;
    paired = step.paired ?? paired;
    ended = step.ended ?? ended;
    return step.send;
  };
  return {
    get state() {
      return state;
    },
    get paired() {
      return paired;
    },
    get ended() {
      return ended;
    },
    restore: (restored: ClaimantState) => void (state = restored),
    hear: (frame: PairingFrame) =>
      take(stepClaimant(suite, random, state, { kind: 'frame', frame })),
    repeat: () => take(stepClaimant(suite, random, state, { kind: 'repeat' })),
    tick: (now: number) => take(stepClaimant(suite, random, state, { kind: 'tick', now })),
  };
};

export type Alice = ReturnType<typeof createAlice>;
export type Bob = ReturnType<typeof createBob>;

export const only = <K extends PairingFrame['kind']>(
  frames: readonly PairingFrame[],
  kind: K,
): Kind<K> => {
  const [frame] = frames;
  if (frames.length !== 1 || !frame || !isKind(frame, kind)) {
    throw new Error(
      `expected one ${kind}, got ${frames.map((each) => each.kind).join() || 'none'}`,
    );
  }
  return frame;
};

const isKind = <K extends PairingFrame['kind']>(frame: PairingFrame, kind: K): frame is Kind<K> =>
  frame.kind === kind;

/** The whole handshake, frame by frame. */
export const pair = (alice: Alice, bob: Bob) => {
  const claim = only(bob.repeat(), 'claim');
  const reveal = only(alice.hear(claim), 'reveal');
  const confirm = only(bob.hear(reveal), 'confirm');
  const complete = only(alice.hear(confirm), 'complete');
  bob.hear(complete);
  return { claim, reveal, confirm, complete };
};

export const pairedOf = ({ paired }: { readonly paired: Paired | undefined }): Paired => {
  if (!paired) throw new Error('not paired');
  return paired;
};

export const flip = (bytes: Uint8Array, at = 0): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
