/**
 * What a person has noted about a contact: registers, so that every device of
 * theirs knows it (docs/PROTOCOL.md, "Registers"). A contact is named by the
 * conversation with it, which stays the same when the contact's devices change.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import { QUIET_PARTS } from '../quiet.ts';
import type { Registers } from '../registers/registers.ts';

export type Card = {
  /** Shown instead of the name that the contact tells. */
  readonly nickname: string | undefined;
  /** What is held out of the screen; undefined for who is not blocked. */
  readonly block: Block | undefined;
  /** The 60 digits that were found to be the same. */
  readonly verified: string | undefined;
  /** The 60 digits that the person has seen to be others than before. */
  readonly noticed: string | undefined;
};

/** How many entries of each message feed had come when the contact was blocked; of others none. */
export type Block = readonly { readonly writer: Uint8Array; readonly length: number }[];

/** What stands on a card, each a register of its own; what is told goes by quiet-register.ts. */
export const CARD_PARTS = ['nickname', 'blocked', 'verified', 'noticed', ...QUIET_PARTS] as const;
export type CardPart = (typeof CARD_PARTS)[number];

export const NO_CARD: Card = {
  nickname: undefined,
  block: undefined,
  verified: undefined,
  noticed: undefined,
};

const PREFIX = 'contact/';
const KEY_BYTES = 16;
const MAX_WRITERS = 1_024;
const MAX_TEXT = 256;

/** 22 characters; no secret, and nothing that a secret could be made of. */
export const contactKey = (suite: Suite, conversationId: Uint8Array): string =>
  encodeBase64url(digest(suite, 'contact', [conversationId]).slice(0, KEY_BYTES));

export const cardRegister = (contact: string, part: CardPart): string =>
  `${PREFIX}${contact}/${part}`;

/** Whether a register is one of a card. */
export const isCardRegister = (key: string): boolean => key.startsWith(PREFIX);

export const readCard = (registers: Pick<Registers, 'get'>, contact: string): Card => {
  const of = (part: CardPart) => registers.get(cardRegister(contact, part));
  return {
    nickname: parseText(of('nickname')),
    block: parseBlock(of('blocked')),
    verified: parseText(of('verified')),
    noticed: parseText(of('noticed')),
  };
};

export const encodeText = (text: string): Uint8Array => createWriter().text(text).finish();

export const encodeBlock = (block: Block): Uint8Array => {
  const out = createWriter().varint(block.length);
  for (const { writer, length } of block) out.fixed(writer).u32(length);
  return out.finish();
};

/** How many entries of the writer's message feed are shown. */
export const shownLength = (block: Block, writer: Uint8Array): number =>
  block.find((each) => equalBytes(each.writer, writer))?.length ?? 0;

const parseText = (bytes: Uint8Array | undefined): string | undefined => {
  const parsed = bytes && parseBytes(bytes, (reader) => reader.text(MAX_TEXT));
  return parsed?.ok ? parsed.value || undefined : undefined;
};

/** Bytes that cannot be read block too, and hold out all: what was blocked must not come back by a fault. */
const parseBlock = (bytes: Uint8Array | undefined): Block | undefined => {
  if (bytes === undefined) return undefined;
  const parsed = parseBytes(bytes, (reader) =>
    reader.list(MAX_WRITERS, () => ({ writer: reader.fixed(32), length: reader.u32() })),
  );
  return parsed.ok ? parsed.value : [];
};
