/**
 * What a writer said that nobody else holds, said again by the one that follows
 * it: messages as far as they were not erased, and whom it removed.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { openEntry } from '../../core/journal/entry.ts';
import type { EndReason } from '../../core/journal/control-operations.ts';
import type { Target } from '../../core/journal/message-operations.ts';
import { parseBody, type MessageOperation } from '../../core/journal/operations.ts';
import type { Work } from '../store/work.ts';
import { writeMessage } from './append.ts';
import type { Context } from './context.ts';
import { endWriter } from './devices.ts';
import { readEntries } from './feed-log.ts';
import { learnMessages } from './learn.ts';
import { readControl } from './read-control.ts';
import { feedRecord, ownFeed, type ConversationState } from './state.ts';
import { readMessageKeys } from './vault-log.ts';

export type Unheard = {
  readonly messages: readonly { readonly sequence: number; readonly operation: MessageOperation }[];
  readonly ended: readonly { readonly writer: Uint8Array; readonly reason: EndReason }[];
};

/** Of our own feeds, from these sequences on. */
export const readUnheard = async (
  context: Context,
  work: Work,
  state: ConversationState,
  from: { readonly control: number; readonly message: number },
): Promise<Unheard> => {
  const lengthOf = (kind: 'control' | 'message') =>
    feedRecord(state, ownFeed(state, kind)).held.length;
  const ended: { writer: Uint8Array; reason: EndReason }[] = [];
  for (let sequence = from.control; sequence < lengthOf('control'); sequence++) {
    const place = { author: state.writer, sequence };
    const operation = (await readControl(context, work, state, place))?.operation;
    if (operation?.type === 'end') ended.push(operation);
  }
  const messages: { sequence: number; operation: MessageOperation }[] = [];
  const { suite, localId } = context;
  const feed = ownFeed(state, 'message');
  const end = lengthOf('message');
  for (const entry of await readEntries(work, suite, localId, feed, from.message, end)) {
    const { writer, sequence } = entry.header;
    const key = (await readMessageKeys(work, localId, { writer, sequence }))(sequence);
    const opened = key && openEntry(suite, entry, key, state.conversationId);
    const body = opened?.ok ? parseBody('message', opened.value.body) : undefined;
    if (body?.ok) messages.push({ sequence, operation: body.value.operation });
  }
  return { messages, ended };
};

/** `gone`: the writer that said it, and the message from which on nothing of it is here any more. */
export const sayAgain = async (
  context: Context,
  work: Work,
  state: ConversationState,
  gone: { readonly writer: Uint8Array; readonly from: number },
  { messages, ended }: Unheard,
): Promise<ConversationState> => {
  let next = state;
  for (const { writer, reason } of ended) {
    next = await endWriter(context, work, next, writer, reason);
  }
  const places = new Map<number, Target>();
  const moved = (target: Target): Target | undefined =>
    equalBytes(target.writer, gone.writer) && target.sequence >= gone.from
      ? places.get(target.sequence)
      : target;
  for (const { sequence, operation } of messages) {
    const again = withTarget(operation, moved);
    if (!again) continue;
    const { state: written, message } = await writeMessage(context, work, next, again);
    next = await learnMessages(context, work, written, [message]);
    const { writer, sequence: at, body } = message;
    places.set(sequence, { writer, sequence: at, stamp: body.stamp });
  }
  return next;
};

/** Undefined for what is about nothing any more, and for what moved places that are gone. */
const withTarget = (
  operation: MessageOperation,
  moved: (target: Target) => Target | undefined,
): MessageOperation | undefined => {
  switch (operation.type) {
    case 'post':
      return { ...operation, replyTo: operation.replyTo && moved(operation.replyTo) };
    case 'edit':
    case 'redact':
    case 'react': {
      const target = moved(operation.target);
      return target && { ...operation, target };
    }
    case 'tell':
      return operation;
    default:
      return undefined;
  }
};
