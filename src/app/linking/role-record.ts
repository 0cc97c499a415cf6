/** Which side of a link this device is; kept beside the state of its conversation. */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Role } from '../../core/pairing/schedule.ts';
import type { Key } from '../../ports/store.ts';
import type { Work } from '../store/work.ts';

const VERSION = 1;
const ROLES = ['inviter', 'claimant'] as const;

export const putRole = (work: Work, localId: string, role: Role): void =>
  work.put(
    'conversations',
    keyOf(localId),
    createWriter().u8(VERSION).u8(ROLES.indexOf(role)).finish(),
  );

export const readRole = async (work: Work, localId: string): Promise<Role | undefined> => {
  const bytes = await work.get('conversations', keyOf(localId));
  const parsed =
    bytes &&
    parseBytes(bytes, (reader) => {
      reader.require(reader.u8() === VERSION);
      const role = ROLES[reader.u8()];
      reader.require(role !== undefined);
      return role;
    });
  return parsed?.ok ? parsed.value : undefined;
};

const keyOf = (localId: string): Key => [localId, 'role'];
