/**
 * A link: handshake, then sealed messages and a pulse, as step(state, input).
 *
 * The pipe below carries whole messages in order (WebRTC, or relay.ts through
 * the node). A pulse tells the other side that we are alive, whether a person
 * has the conversation on screen, and what we hold (a digest), and is answered;
 * who stays silent is closed by whoever runs the link. docs/PROTOCOL.md, "Link".
 */

import { parseBytes } from '../bytes/reader.ts';
import { concatBytes } from '../bytes/compare.ts';
import { createWriter } from '../bytes/writer.ts';
import type { Suite } from '../crypto/suite.ts';
import {
  startHandshake,
  stepHandshake,
  type Handshake,
  type HandshakeConfig,
  type HandshakeError,
} from './handshake.ts';
import {
  createSession,
  openMessage,
  sealMessage,
  SESSION_OVERHEAD,
  type Session,
} from './session.ts';

export type LinkState =
  | { readonly phase: 'proving'; readonly handshake: Handshake }
  | { readonly phase: 'open'; readonly session: Session }
  | { readonly phase: 'closed' };

export type Pulse = {
  readonly attending: boolean;
  /** 32 bytes. */
  readonly digest: Uint8Array;
  /** Asks for a pulse in return. */
  readonly asks: boolean;
  /** The place of this link is needed for others: it closes now, and nothing is amiss. */
  readonly rests: boolean;
};

export type LinkInput =
  | { readonly type: 'received'; readonly bytes: Uint8Array }
  | { readonly type: 'send'; readonly message: Uint8Array }
  | { readonly type: 'pulse'; readonly pulse: Pulse };

export type LinkOutput =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** `hereKey`: 32 bytes that only the two ends have. */
  | { readonly type: 'open'; readonly peer: Uint8Array; readonly hereKey: Uint8Array }
  | { readonly type: 'message'; readonly message: Uint8Array }
  | { readonly type: 'pulse'; readonly pulse: Pulse }
  /** Close the pipe; nothing follows. */
  | { readonly type: 'close'; readonly reason: LinkError };

export type LinkError = HandshakeError | 'broken' | 'too-long';

export type LinkStep = { readonly state: LinkState; readonly outputs: readonly LinkOutput[] };

/** The largest message of a pipe, in bytes. */
export const MAX_PIPE_MESSAGE = 256 * 1024;
/** The largest message of a link, in bytes. */
export const MAX_LINK_MESSAGE = MAX_PIPE_MESSAGE - SESSION_OVERHEAD - 1;

const MESSAGE = new Uint8Array([0]);
const PULSE = 1;

/** `ephemeral`: 32 random bytes. */
export const startLink = (
  suite: Suite,
  config: HandshakeConfig,
  ephemeral: Uint8Array,
): LinkStep => {
  const { handshake, send } = startHandshake(suite, config, ephemeral);
  return { state: { phase: 'proving', handshake }, outputs: sending(send) };
};

export const stepLink = (
  suite: Suite,
  config: HandshakeConfig,
  state: LinkState,
  input: LinkInput,
): LinkStep => {
  if (state.phase === 'closed') return { state, outputs: [] };
  if (input.type === 'received') return receive(suite, config, state, input.bytes);
  if (state.phase === 'proving') return { state, outputs: [] };
  if (input.type === 'pulse') return seal(suite, state.session, encodePulse(input.pulse));
  if (input.message.length > MAX_LINK_MESSAGE) throw new RangeError('the message is too long');
  return seal(suite, state.session, concatBytes(MESSAGE, input.message));
};

const receive = (
  suite: Suite,
  config: HandshakeConfig,
  state: Exclude<LinkState, { phase: 'closed' }>,
  bytes: Uint8Array,
): LinkStep => {
  if (bytes.length > MAX_PIPE_MESSAGE) return closed('too-long');
  return state.phase === 'open'
    ? hear(suite, state.session, bytes)
    : prove(suite, config, state.handshake, bytes);
};

const prove = (
  suite: Suite,
  config: HandshakeConfig,
  handshake: Handshake,
  bytes: Uint8Array,
): LinkStep => {
  const step = stepHandshake(suite, config, handshake, bytes);
  if (!step.ok) return closed(step.error);
  const { proven, send } = step.value;
  const outputs = sending(send);
  if (proven === null) {
    return { state: { phase: 'proving', handshake: step.value.handshake }, outputs };
  }
  return {
    state: { phase: 'open', session: createSession(proven) },
    outputs: [...outputs, { type: 'open', peer: proven.peer, hereKey: proven.hereKey }],
  };
};

const hear = (suite: Suite, session: Session, bytes: Uint8Array): LinkStep => {
  const opened = openMessage(suite, session, bytes);
  if (!opened.ok) return closed('broken');
  const state: LinkState = { phase: 'open', session: opened.value.session };
  const { message } = opened.value;
  if (message[0] === MESSAGE[0]) {
    return { state, outputs: [{ type: 'message', message: message.subarray(1) }] };
  }
  // A later version may say more than this one knows.
  if (message[0] !== PULSE) return { state, outputs: [] };
  const pulse = parsePulse(message.subarray(1));
  return pulse === null ? closed('malformed') : { state, outputs: [{ type: 'pulse', pulse }] };
};

const seal = (suite: Suite, session: Session, message: Uint8Array): LinkStep => {
  const sealed = sealMessage(suite, session, message);
  return {
    state: { phase: 'open', session: sealed.session },
    outputs: [{ type: 'send', bytes: sealed.sealed }],
  };
};

const encodePulse = ({ attending, asks, rests, digest }: Pulse): Uint8Array =>
  createWriter()
    .u8(PULSE)
    .u8((attending ? 1 : 0) + (asks ? 2 : 0) + (rests ? 4 : 0))
    .fixed(digest)
    .finish();

const parsePulse = (bytes: Uint8Array): Pulse | null => {
  const parsed = parseBytes(bytes, (reader) => {
    const flags = reader.u8();
    const has = (flag: number): boolean => (flags & flag) !== 0;
    return { attending: has(1), asks: has(2), rests: has(4), digest: reader.fixed(32) };
  });
  return parsed.ok ? parsed.value : null;
};

const sending = (bytes: Uint8Array | null): readonly LinkOutput[] =>
  bytes === null ? [] : [{ type: 'send', bytes }];

const closed = (reason: LinkError): LinkStep => ({
  state: { phase: 'closed' },
  outputs: [{ type: 'close', reason }],
});
