/**
 * What a way back into a conversation is about, kept beside the conversation of
 * its pairing until that has done its work (docs/PROTOCOL.md, "Pairing again").
 */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Key } from '../../ports/store.ts';
import type { Work } from '../store/work.ts';

export type Way = {
  /** The rendezvous secret of the invitation, 32 bytes. */
  readonly secret: Uint8Array;
  /** What the invitation is about, 16 bytes. */
  readonly about: Uint8Array;
  /** Whether the person who lets the other in hands over what was written so far. */
  readonly gives: boolean;
};

const VERSION = 1;

export const putWay = (work: Work, localId: string, { secret, about, gives }: Way): void => {
  const out = createWriter().u8(VERSION).fixed(secret).fixed(about).u8(Number(gives));
  work.put('conversations', keyOf(localId), out.finish());
};

export const readWay = async (work: Work, localId: string): Promise<Way | undefined> => {
  const bytes = await work.get('conversations', keyOf(localId));
  const parsed =
    bytes &&
    parseBytes(bytes, (reader) => {
      reader.require(reader.u8() === VERSION);
      const [secret, about, gives] = [reader.fixed(32), reader.fixed(16), reader.u8()];
      reader.require(gives <= 1);
      return { secret, about, gives: gives === 1 };
    });
  return parsed?.ok ? parsed.value : undefined;
};

const keyOf = (localId: string): Key => [localId, 'way back'];
