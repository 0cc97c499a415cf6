/**
 * The states of both sides as bytes, for the device that keeps them sealed
 * until the handshake ends (docs/PROTOCOL.md, "At rest").
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import type { ClaimantPhase, ClaimantState } from './claimant.ts';
import {
  encodePairingFrame,
  parsePairingFrame,
  readOpening,
  writeOpening,
  type PairingFrame,
} from './frames.ts';
import { encodeInvitation, parseInvitation, type Invitation } from './invitation.ts';
import type { InviterPhase, InviterState } from './inviter.ts';
import type { Ourselves } from './schedule.ts';
import type { Voice } from './voice.ts';

const VERSION = 1;
const MAX_INVITATION = 200;
const MAX_NAME = 256;
const MAX_FRAME = 4_096;

const INVITER_PHASES = ['waiting', 'claimed', 'completed', 'raced', 'ended'] as const;
const ENDINGS = ['declined', 'expired'] as const;

export const encodeInviterState = ({ invitation, phase }: InviterState): Uint8Array => {
  const writer = createWriter().u8(VERSION).bytes(encodeInvitation(invitation));
  writer.u8(INVITER_PHASES.indexOf(phase.kind));
  switch (phase.kind) {
    case 'waiting':
      return writeOurselves(writer, phase.ourselves).finish();
    case 'claimed':
      writeOurselves(writer, phase.ourselves);
      writeFrame(writer, phase.claim);
      writeFrame(writer, phase.reveal);
      return writer.fixed(phase.secret).finish();
    case 'completed':
      return writeVoice(writeFrame(writer, phase.complete), phase.voice).finish();
    case 'raced':
      return writeVoice(writer, phase.voice).finish();
    case 'ended':
      return writer.u8(ENDINGS.indexOf(phase.why)).finish();
  }
};

export const parseInviterState = (bytes: Uint8Array): Result<InviterState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    return { invitation: readInvitation(reader), phase: readInviterPhase(reader) };
  });

export const encodeClaimantState = (state: ClaimantState): Uint8Array => {
  const writer = createWriter().u8(VERSION).bytes(encodeInvitation(state.invitation));
  writeOurselves(writer, state.ourselves);
  if (state.phase.kind === 'claiming') return writer.u8(0).finish();
  writeFrame(writer.u8(1), state.phase.confirm);
  return writer.fixed(state.phase.pairingKey).fixed(state.phase.emoji).finish();
};

export const parseClaimantState = (bytes: Uint8Array): Result<ClaimantState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const invitation = readInvitation(reader);
    const ourselves = readOurselves(reader);
    return { invitation, ourselves, phase: readClaimantPhase(reader) };
  });

const readInviterPhase = (reader: Reader): InviterPhase => {
  const kind = INVITER_PHASES[reader.u8()] ?? refuse(reader);
  switch (kind) {
    case 'waiting':
      return { kind, ourselves: readOurselves(reader) };
    case 'claimed':
      return {
        kind,
        ourselves: readOurselves(reader),
        claim: readFrame(reader, 'claim'),
        reveal: readFrame(reader, 'reveal'),
        secret: reader.fixed(32),
      };
    case 'completed':
      return { kind, complete: readFrame(reader, 'complete'), voice: readVoice(reader) };
    case 'raced':
      return { kind, voice: readVoice(reader) };
    case 'ended':
      return { kind, why: ENDINGS[reader.u8()] ?? refuse(reader) };
  }
};

const readClaimantPhase = (reader: Reader): ClaimantPhase => {
  const confirming = reader.u8();
  reader.require(confirming <= 1);
  if (confirming === 0) return { kind: 'claiming' };
  return {
    kind: 'confirming',
    confirm: readFrame(reader, 'confirm'),
    pairingKey: reader.fixed(32),
    emoji: reader.fixed(6),
  };
};

const writeOurselves = (writer: Writer, ourselves: Ourselves): Writer =>
  writer
    .fixed(ourselves.handshakeSeed)
    .fixed(ourselves.nonce)
    .fixed(ourselves.entropy)
    .fixed(ourselves.writerSeed)
    .fixed(ourselves.kemSeed)
    .text(ourselves.name);

const readOurselves = (reader: Reader): Ourselves => ({
  handshakeSeed: reader.fixed(32),
  nonce: reader.fixed(32),
  entropy: reader.fixed(64),
  writerSeed: reader.fixed(32),
  kemSeed: reader.fixed(32),
  name: reader.text(MAX_NAME),
});

const writeVoice = (writer: Writer, { opening, seed }: Voice): Writer =>
  writeOpening(writer, opening).fixed(seed);

const readVoice = (reader: Reader): Voice => ({
  opening: readOpening(reader),
  seed: reader.fixed(32),
});

const writeFrame = (writer: Writer, frame: PairingFrame): Writer => {
  const { kind, body } = encodePairingFrame(frame);
  return writer.u8(kind).bytes(body);
};

const readFrame = <K extends PairingFrame['kind']>(
  reader: Reader,
  wanted: K,
): PairingFrame & { kind: K } => {
  const parsed = parsePairingFrame(reader.u8(), reader.bytes(MAX_FRAME));
  if (!parsed.ok || !isKind(parsed.value, wanted)) return refuse(reader);
  return parsed.value;
};

const isKind = <K extends PairingFrame['kind']>(
  frame: PairingFrame,
  kind: K,
): frame is PairingFrame & { kind: K } => frame.kind === kind;

const readInvitation = (reader: Reader): Invitation => {
  const parsed = parseInvitation(reader.bytes(MAX_INVITATION));
  return parsed.ok ? parsed.value : refuse(reader);
};

const refuse = (reader: Reader): never => {
  reader.require(false);
  throw new Error('unreachable: require(false) ends the parse');
};
