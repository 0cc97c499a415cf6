/** What is said of an introduction of two contacts, in the fields of its control operation. */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { MAX_NAME_BYTES } from '../members/certificate.ts';
import { readFlag, writeText } from './fields.ts';

export type IntroduceStep =
  /** By who introduces: `name` is the other's. The first is asked first, and makes the invitation. */
  | { readonly kind: 'offer'; readonly isFirst: boolean; readonly name: string }
  /** By the first, and passed on to the second: an invitation link. */
  | { readonly kind: 'invitation'; readonly link: string }
  | { readonly kind: 'declined' }
  /** By the second, which then claims the invitation. */
  | { readonly kind: 'accepted' };

export const INTRODUCTION_ID_BYTES = 16;
const MAX_LINK_BYTES = 512;
const KINDS = ['offer', 'invitation', 'declined', 'accepted'] as const;

/** Throws RangeError for what is outside its limits. */
export const writeIntroduceStep = (out: Writer, step: IntroduceStep): Writer => {
  out.u8(KINDS.indexOf(step.kind));
  switch (step.kind) {
    case 'offer':
      return writeText(out.u8(step.isFirst ? 1 : 0), step.name, 1, MAX_NAME_BYTES);
    case 'invitation':
      return writeText(out, step.link, 1, MAX_LINK_BYTES);
    case 'declined':
    case 'accepted':
      return out;
  }
};

export const readIntroduceStep = (reader: Reader): IntroduceStep => {
  const kind = KINDS[reader.u8()];
  reader.require(kind !== undefined);
  switch (kind) {
    case 'offer':
      return { kind, isFirst: readFlag(reader), name: readSome(reader, MAX_NAME_BYTES) };
    case 'invitation':
      return { kind, link: readSome(reader, MAX_LINK_BYTES) };
    default:
      return { kind: kind ?? 'declined' };
  }
};

const readSome = (reader: Reader, max: number): string => {
  const text = reader.text(max);
  reader.require(text !== '');
  return text;
};
