/**
 * Which messages another member's writer may be handed the keys of: those of
 * generations that were announced to that very writer. It could have opened them
 * in time, so nothing is told that was not meant for it.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { parseMessageKeyReference } from '../../core/keys/message-key.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readTheseEntries } from './feed-log.ts';
import { readControl } from './read-control.ts';
import type { ConversationState } from './state.ts';

/** Answers whether the key of a message may be given; reads each announcement once. */
export type Entitlement = (
  writer: Uint8Array,
  sequences: readonly number[],
) => Promise<ReadonlySet<number>>;

export const createEntitlement = (
  context: Context,
  work: Work,
  state: ConversationState,
  recipient: Uint8Array,
): Entitlement => {
  const announced = new Map<string, boolean>();

  const isAnnounced = async ({ writer, sequence }: EntryRef): Promise<boolean> => {
    const operation = (await readControl(context, work, state, { author: writer, sequence }))
      ?.operation;
    return (
      operation?.type === 'announce' &&
      operation.boxes.some((box) => equalBytes(box.recipient, recipient))
    );
  };

  const isGiven = async (writer: Uint8Array, announcement: number): Promise<boolean> => {
    const name = `${encodeBase64url(writer)}/${announcement}`;
    const known = announced.get(name) ?? (await isAnnounced({ writer, sequence: announcement }));
    announced.set(name, known);
    return known;
  };

  return async (writer, sequences) => {
    const feed = { writer, kind: 'message' } as const;
    const given = new Set<number>();
    const { suite, localId } = context;
    for (const { header } of await readTheseEntries(work, suite, localId, feed, sequences)) {
      const reference = parseMessageKeyReference(header.keyReference);
      const isFor = reference.ok && (await isGiven(writer, reference.value.announcement));
      if (isFor) given.add(header.sequence);
    }
    return given;
  };
};
