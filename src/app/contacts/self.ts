/** A person's own status and picture: registers, told to every contact as the name is. */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { MAX_STATUS_BYTES } from '../../core/journal/control-operations.ts';
import { tidyText } from '../profile.ts';
import type { RegisterValue, Registers } from '../registers/registers.ts';
import { pictureType } from './picture.ts';
import type { Presented } from './presented.ts';

export const SELF = { status: 'profile/status', picture: 'profile/picture' } as const;

const MAX_STATUS_CHARACTERS = 100;

/** Whether a register is one of these. */
export const isSelfRegister = (key: string): boolean => key === SELF.status || key === SELF.picture;

/** As `get` finds the registers: in memory, or on the disk. */
export const selfOf = (
  status: Uint8Array | undefined,
  picture: Uint8Array | undefined,
): Presented => {
  const parsed = status && parseBytes(status, (reader) => reader.text(MAX_STATUS_BYTES));
  return {
    status: parsed?.ok ? parsed.value : '',
    picture: picture && pictureType(picture) !== null ? picture : undefined,
  };
};

export const readSelf = (registers: Pick<Registers, 'get'>): Presented =>
  selfOf(registers.get(SELF.status), registers.get(SELF.picture));

export const statusValue = (typed: string): RegisterValue => {
  const tidy = tidyText(typed, MAX_STATUS_CHARACTERS, MAX_STATUS_BYTES);
  return [SELF.status, tidy === null ? undefined : createWriter().text(tidy).finish()];
};

/** Undefined for bytes that are no small picture. */
export const pictureValue = (bytes: Uint8Array | undefined): RegisterValue | undefined =>
  bytes && pictureType(bytes) === null ? undefined : [SELF.picture, bytes];
