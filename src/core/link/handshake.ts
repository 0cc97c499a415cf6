/**
 * How two devices prove to each other who they are, over any pipe.
 *
 * Three messages in the manner of SIGMA-I (Krawczyk, "SIGMA: the 'SIGn-and-MAc'
 * approach", 2003): fresh X25519 keys, mixed with the room secret, which is
 * what keeps recordings safe from quantum computers; then each side signs the
 * transcript with its writer key inside a seal under the fresh secret. The
 * transcript names the conversation, the roles and the two ends of the pipe,
 * so an end in the middle finds its own pipe refused. docs/PROTOCOL.md, "Link".
 */

import { compareBytes, concatBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { authenticate, derive, digest, labelled } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

export type Role = 'initiator' | 'responder';

export type HandshakeConfig = {
  readonly role: Role;
  /** 32 bytes. */
  readonly conversationId: Uint8Array;
  /** 32 bytes: that of the topic over which the two met. */
  readonly roomSecret: Uint8Array;
  /** Names both ends of the pipe, the same on both sides (for WebRTC both DTLS fingerprints). */
  readonly binding: Uint8Array;
  /** 32-byte seed of this device's writer key in this conversation. */
  readonly seed: Uint8Array;
  readonly isKnownWriter: (writer: Uint8Array) => boolean;
};

export type Handshake = {
  readonly ephemeral: Uint8Array;
  /** Initiator: until the answer came. Responder: from the first message on. */
  readonly secrets: Secrets | null;
};

export type Secrets = {
  readonly agreed: Uint8Array;
  readonly transcript: Uint8Array;
};

/** What a finished handshake gives. Keys are 32 bytes, one for each direction. */
export type Proven = {
  readonly peer: Uint8Array;
  readonly sendKey: Uint8Array;
  readonly receiveKey: Uint8Array;
  /** Known to the two ends alone, also after the link: wire/here.ts. */
  readonly hereKey: Uint8Array;
};

export type HandshakeError =
  | 'malformed'
  | 'version'
  /** The other side does not hold the room secret, or somebody stands between. */
  | 'not-authentic'
  | 'unknown-writer'
  /** The other side is this very writer. */
  | 'own-writer';

type Step = {
  readonly handshake: Handshake;
  readonly send: Uint8Array | null;
  readonly proven: Proven | null;
};

const VERSION = 1;
const KEY = 32;
const SIGNATURE = 64;
const TAG = 16;
const PROOF = KEY + SIGNATURE + TAG;
/** Each proof key seals one text. */
const NONCE = new Uint8Array(24);

/** `ephemeral`: 32 random bytes, of this handshake only. The initiator has something to send at once. */
export const startHandshake = (
  suite: Suite,
  config: HandshakeConfig,
  ephemeral: Uint8Array,
): Step => ({
  handshake: { ephemeral, secrets: null },
  send: config.role === 'initiator' ? hello(suite, ephemeral) : null,
  proven: null,
});

/** Takes the other side's next message; after a failure the pipe is to be closed. */
export const stepHandshake = (
  suite: Suite,
  config: HandshakeConfig,
  handshake: Handshake,
  message: Uint8Array,
): Result<Step, HandshakeError> => {
  if (config.role === 'initiator') return finishInitiator(suite, config, handshake, message);
  return handshake.secrets === null
    ? answer(suite, config, handshake, message)
    : finishResponder(suite, config, handshake.secrets, message);
};

const hello = (suite: Suite, ephemeral: Uint8Array): Uint8Array =>
  concatBytes(new Uint8Array([VERSION]), suite.agreementPublicKey(ephemeral));

/** Responder, message 1 in, message 2 out. */
const answer = (
  suite: Suite,
  config: HandshakeConfig,
  handshake: Handshake,
  message: Uint8Array,
): Result<Step, HandshakeError> => {
  const { ephemeral } = handshake;
  const mixed = mixWith(suite, config, ephemeral, message, 0);
  if (!mixed.ok) return mixed;
  const { secrets } = mixed.value;
  const send = concatBytes(hello(suite, ephemeral), prove(suite, config, secrets, null));
  return ok({ handshake: { ephemeral, secrets }, send, proven: null });
};

/** Initiator, message 2 in, message 3 out. */
const finishInitiator = (
  suite: Suite,
  config: HandshakeConfig,
  handshake: Handshake,
  message: Uint8Array,
): Result<Step, HandshakeError> => {
  const mixed = mixWith(suite, config, handshake.ephemeral, message, PROOF);
  if (!mixed.ok) return mixed;
  const { secrets, proof } = mixed.value;
  const peer = check(suite, config, secrets, proof, null);
  if (!peer.ok) return peer;
  const send = prove(suite, config, secrets, peer.value);
  const proven = keys(suite, config, secrets, peer.value);
  return ok({ handshake: { ...handshake, secrets }, send, proven });
};

/** Responder, message 3 in. */
const finishResponder = (
  suite: Suite,
  config: HandshakeConfig,
  secrets: Secrets,
  message: Uint8Array,
): Result<Step, HandshakeError> => {
  if (message.length !== PROOF) return err('malformed');
  const peer = check(suite, config, secrets, message, suite.signingPublicKey(config.seed));
  if (!peer.ok) return peer;
  const proven = keys(suite, config, secrets, peer.value);
  return ok({ handshake: { ephemeral: NONE, secrets: null }, send: null, proven });
};

const NONE = new Uint8Array(0);

/** Takes the other side's fresh key off a message of version, key and `length` bytes of proof. */
const mixWith = (
  suite: Suite,
  config: HandshakeConfig,
  ephemeral: Uint8Array,
  message: Uint8Array,
  length: number,
): Result<{ readonly secrets: Secrets; readonly proof: Uint8Array }, HandshakeError> => {
  if (message[0] !== VERSION) return err('version');
  const parts = parseBytes(message.subarray(1), (reader) => ({
    theirs: reader.fixed(KEY),
    proof: reader.fixed(length),
  }));
  if (!parts.ok) return parts;
  const secrets = mix(suite, config, ephemeral, parts.value.theirs);
  return secrets === null ? err('not-authentic') : ok({ secrets, proof: parts.value.proof });
};

/** The secret both sides reach, and the digest of all that both must have seen alike. */
const mix = (
  suite: Suite,
  config: HandshakeConfig,
  ephemeral: Uint8Array,
  theirs: Uint8Array,
): Secrets | null => {
  const shared = suite.agree(ephemeral, theirs);
  if (shared === null) return null;
  const ours = suite.agreementPublicKey(ephemeral);
  const fresh = config.role === 'initiator' ? [ours, theirs] : [theirs, ours];
  const context = [config.conversationId, config.binding, ...fresh];
  const transcript = digest(suite, 'link transcript', context);
  const agreed = derive(suite, concatBytes(shared, config.roomSecret), 'link', [transcript]);
  return { agreed, transcript };
};

/** `peer`: the responder's key, which the initiator signs too; null while it is not known. */
const prove = (
  suite: Suite,
  config: HandshakeConfig,
  secrets: Secrets,
  peer: Uint8Array | null,
): Uint8Array => {
  const writer = suite.signingPublicKey(config.seed);
  const signature = suite.sign(config.seed, signed(config.role, secrets, writer, peer));
  const text = concatBytes(writer, signature);
  return suite.seal(proofKey(suite, config.role, secrets), NONCE, text, secrets.transcript);
};

/** The writer whose proof this is. `own`: the responder's key, which the initiator must have signed. */
const check = (
  suite: Suite,
  config: HandshakeConfig,
  secrets: Secrets,
  proof: Uint8Array,
  own: Uint8Array | null,
): Result<Uint8Array, HandshakeError> => {
  const role = other(config.role);
  const text = suite.open(proofKey(suite, role, secrets), NONCE, proof, secrets.transcript);
  if (text === null) return err('not-authentic');
  const writer = text.slice(0, KEY);
  if (equalBytes(writer, suite.signingPublicKey(config.seed))) return err('own-writer');
  if (!config.isKnownWriter(writer)) return err('unknown-writer');
  const isSigned = suite.verify(text.subarray(KEY), signed(role, secrets, writer, own), writer);
  return isSigned ? ok(writer) : err('not-authentic');
};

const signed = (
  role: Role,
  secrets: Secrets,
  writer: Uint8Array,
  peer: Uint8Array | null,
): Uint8Array => labelled(`link ${role}`, [secrets.transcript, writer, peer ?? NONE]);

const proofKey = (suite: Suite, role: Role, secrets: Secrets): Uint8Array =>
  derive(suite, secrets.agreed, `link proof ${role}`);

const keys = (
  suite: Suite,
  config: HandshakeConfig,
  secrets: Secrets,
  peer: Uint8Array,
): Proven => {
  const own = suite.signingPublicKey(config.seed);
  const both = compareBytes(own, peer) < 0 ? [own, peer] : [peer, own];
  const root = authenticate(suite, secrets.agreed, 'link writers', both);
  return {
    peer,
    sendKey: derive(suite, root, `link from ${config.role}`),
    receiveKey: derive(suite, root, `link from ${other(config.role)}`),
    hereKey: derive(suite, root, 'link here'),
  };
};

const other = (role: Role): Role => (role === 'initiator' ? 'responder' : 'initiator');
