/**
 * Introductions of two contacts to each other, by control operations in both conversations.
 *
 * Who introduces offers it to both under one id. The first is asked first; its app makes an
 * ordinary invitation and says it in its conversation with who introduces, whose app says it in the
 * other one. The second is asked then. What was said is kept in a record of each step.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { findInvitation } from '../../core/pairing/invitation.ts';
import type { IntroduceStep } from '../../core/journal/introduce-operation.ts';
import {
  INTRODUCTION_ID_BYTES,
  readIntroduceStep,
  writeIntroduceStep,
} from '../../core/journal/introduce-operation.ts';
import type { Body, ControlOperation } from '../../core/journal/operations.ts';
import type { Key } from '../../ports/store.ts';
import type { Work } from '../store/work.ts';

/** What was said of one introduction in one conversation: by us, and by the contact. */
export type Introduction = {
  /** 16 bytes; the same in both conversations of who introduces. */
  readonly id: Uint8Array;
  readonly ours: readonly SaidStep[];
  readonly theirs: readonly SaidStep[];
};

/** `at`: milliseconds since 1970, by the writer's stamp. */
export type SaidStep = { readonly at: number; readonly step: IntroduceStep };

/** What a person can answer now. */
export type OpenIntroduction = {
  readonly id: Uint8Array;
  /** Who is introduced, by the name that who introduces told. */
  readonly name: string;
  /** The link of the other side's invitation; undefined where this side is asked first. */
  readonly link: string | undefined;
};

const VERSION = 1;
const PART = 'introduces';
const LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** So many stand on the screen: a contact that floods is no reason to show more. */
const MAX_OPEN = 3;

/** Keeps what the entry says of an introduction, if it does. */
export const keepIntroduction = (
  work: Work,
  localId: string,
  isOurs: boolean,
  { stamp, operation }: Body<ControlOperation>,
): void => {
  if (operation.type !== 'introduce') return;
  const { id, step } = operation;
  const value = createWriter()
    .u8(VERSION)
    .u8(isOurs ? 1 : 0)
    .u48(stamp.wall)
    .fixed(id);
  const key = introductionKey(localId, isOurs, id, step.kind);
  work.put('conversations', key, writeIntroduceStep(value, step).finish());
};

/** Whether this side has said that step. */
export const hasSaid = async (
  work: Work,
  localId: string,
  id: Uint8Array,
  kind: IntroduceStep['kind'],
): Promise<boolean> =>
  (await work.get('conversations', introductionKey(localId, true, id, kind))) !== undefined;

export const readIntroductions = async (
  work: Work,
  localId: string,
): Promise<readonly Introduction[]> => {
  const rows = await work.stored('conversations', [localId, PART]);
  const all = new Map<string, { id: Uint8Array; ours: SaidStep[]; theirs: SaidStep[] }>();
  for (const { value } of rows) {
    const said = parseSaid(value);
    if (!said) continue;
    const name = encodeBase64url(said.id);
    const known = all.get(name) ?? { id: said.id, ours: [], theirs: [] };
    (said.isOurs ? known.ours : known.theirs).push({ at: said.at, step: said.step });
    all.set(name, known);
  }
  return [...all.values()];
};

/** Those that wait for an answer of this person, the newest first. */
export const openIntroductions = (
  introductions: readonly Introduction[],
  now: number,
): readonly OpenIntroduction[] =>
  introductions
    .flatMap((each) => {
      const offer = stepOf(each.theirs, 'offer');
      const isAnswered = each.ours.some(({ step }) => step.kind !== 'offer');
      if (!offer || isAnswered || offer.at + LIFE_MS < now) return [];
      if (offer.step.isFirst)
        return [{ at: offer.at, ...openOf(each, offer.step.name, undefined) }];
      const link = stepOf(each.theirs, 'invitation')?.step.link;
      return link !== undefined && isUsable(link, now)
        ? [{ at: offer.at, ...openOf(each, offer.step.name, link) }]
        : [];
    })
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MAX_OPEN)
    .map(({ id, name, link }) => ({ id, name, link }));

/** What the other side of an introduction of ours is still to be told, of what was said here. */
export const toBePassedOn = ({ ours, theirs }: Introduction): IntroduceStep | undefined => {
  const offer = stepOf(ours, 'offer');
  if (!offer) return undefined;
  if (stepOf(theirs, 'declined')) return { kind: 'declined' };
  return offer.step.isFirst ? stepOf(theirs, 'invitation')?.step : undefined;
};

type Said<Kind> = SaidStep & { readonly step: Extract<IntroduceStep, { readonly kind: Kind }> };

const stepOf = <Kind extends IntroduceStep['kind']>(
  said: readonly SaidStep[],
  kind: Kind,
): Said<Kind> | undefined => said.find((each): each is Said<Kind> => each.step.kind === kind);

const openOf = ({ id }: Introduction, name: string, link: string | undefined) => ({
  id,
  name,
  link,
});

const isUsable = (link: string, now: number): boolean => {
  const found = findInvitation(link);
  return (
    found.ok && found.value.invitation.mode === 'contact' && found.value.invitation.expires > now
  );
};

const introductionKey = (
  localId: string,
  isOurs: boolean,
  id: Uint8Array,
  kind: IntroduceStep['kind'],
): Key => [localId, PART, encodeBase64url(id), isOurs ? 'ours' : 'theirs', kind];

const parseSaid = (value: Uint8Array) => {
  const parsed = parseBytes(value, (reader) => {
    reader.require(reader.u8() === VERSION);
    const isOurs = reader.u8() === 1;
    const at = reader.u48();
    const id = reader.fixed(INTRODUCTION_ID_BYTES);
    return { isOurs, at, id, step: readIntroduceStep(reader) };
  });
  return parsed.ok ? parsed.value : undefined;
};
