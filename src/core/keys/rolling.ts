/**
 * The rolling secret of one direction, from a sender to a recipient: a hash
 * chain with one step for each box (docs/PROTOCOL.md, "Keys").
 *
 * A box needs its step beside the KEM secret. Both sides forget a step once it
 * is used, so a stored box stays closed even to who later takes the device
 * (forward secrecy). The recipient may meet boxes in any order: it keeps the
 * steps of boxes it has not seen.
 *
 * States are values: a step never changes the state it was given, which stays
 * good until the new one is stored.
 */

import type { Reader } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import type { Writer } from '../bytes/writer.ts';
import { derive } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

/** `next`: the number of the next box. `secret`: the rolling secret at that number, 32 bytes. */
export type RollingSender = { readonly next: number; readonly secret: Uint8Array };

/** `skipped`: box steps (32 bytes) below `next` whose boxes were not opened yet, oldest first. */
export type RollingReceiver = RollingSender & {
  readonly skipped: readonly { readonly number: number; readonly step: Uint8Array }[];
};

/** How far one box may run ahead, and how many skipped steps are kept: beyond, the oldest go. */
export const MAX_SKIPPED_STEPS = 1_000;

const SECRET_BYTES = 32;
const LAST_NUMBER = 2 ** 32 - 1;

/** Step 0 from the pairing key; `sender` and `recipient` are writer keys (32 bytes each). */
export const startRollingSender = (
  suite: Suite,
  pairingKey: Uint8Array,
  sender: Uint8Array,
  recipient: Uint8Array,
): RollingSender => ({
  next: 0,
  secret: derive(suite, pairingKey, 'rolling', [sender, recipient]),
});

export const startRollingReceiver = (
  suite: Suite,
  pairingKey: Uint8Array,
  sender: Uint8Array,
  recipient: Uint8Array,
): RollingReceiver => ({
  ...startRollingSender(suite, pairingKey, sender, recipient),
  skipped: [],
});

/** The sender's next step; the state after it cannot give it again. */
export const nextBoxStep = (
  suite: Suite,
  rolling: RollingSender,
): { readonly number: number; readonly step: Uint8Array; readonly rolling: RollingSender } => ({
  number: rolling.next,
  step: derive(suite, rolling.secret, 'box step'),
  rolling: roll(suite, rolling),
});

/**
 * The step of box `number` and the state without it. Take that state only when
 * the box did open. `used`: it was taken or given up before; `too-far`: more
 * than MAX_SKIPPED_STEPS ahead.
 */
export const takeBoxStep = (
  suite: Suite,
  rolling: RollingReceiver,
  number: number,
): Result<{ readonly step: Uint8Array; readonly rolling: RollingReceiver }, 'used' | 'too-far'> => {
  if (number < rolling.next) return takeSkipped(rolling, number);
  if (number - rolling.next > MAX_SKIPPED_STEPS || number >= LAST_NUMBER) return err('too-far');
  const skipped = [...rolling.skipped];
  let at: RollingSender = rolling;
  while (at.next < number) {
    const { step, rolling: after } = nextBoxStep(suite, at);
    skipped.push({ number: at.next, step });
    at = after;
  }
  const { step, rolling: after } = nextBoxStep(suite, at);
  return ok({ step, rolling: { ...after, skipped: skipped.slice(-MAX_SKIPPED_STEPS) } });
};

export const writeRollingSender = (out: Writer, rolling: RollingSender): Writer =>
  out.u32(rolling.next).fixed(rolling.secret);

export const readRollingSender = (reader: Reader): RollingSender => ({
  next: reader.u32(),
  secret: reader.fixed(SECRET_BYTES),
});

export const writeRollingReceiver = (out: Writer, rolling: RollingReceiver): Writer => {
  writeRollingSender(out, rolling).varint(rolling.skipped.length);
  for (const { number, step } of rolling.skipped) out.u32(number).fixed(step);
  return out;
};

export const readRollingReceiver = (reader: Reader): RollingReceiver => {
  const rolling = readRollingSender(reader);
  let last = -1;
  const skipped = reader.list(MAX_SKIPPED_STEPS, (item) => {
    const number = item.u32();
    item.require(number > last && number < rolling.next);
    last = number;
    return { number, step: item.fixed(SECRET_BYTES) };
  });
  return { ...rolling, skipped };
};

const takeSkipped = (
  rolling: RollingReceiver,
  number: number,
): Result<{ readonly step: Uint8Array; readonly rolling: RollingReceiver }, 'used'> => {
  const kept = rolling.skipped.find((candidate) => candidate.number === number);
  if (!kept) return err('used');
  const skipped = rolling.skipped.filter((candidate) => candidate !== kept);
  return ok({ step: kept.step, rolling: { ...rolling, skipped } });
};

const roll = (suite: Suite, { next, secret }: RollingSender): RollingSender => ({
  next: next + 1,
  secret: derive(suite, secret, 'rolling next'),
});
