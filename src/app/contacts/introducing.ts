/**
 * Introduces two contacts, and passes on in the one conversation what was said in the other. Any
 * device and tab of who introduces may do it; each says a step once.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { IntroduceStep } from '../../core/journal/introduce-operation.ts';
import { appendControl } from '../conversation/append-control.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { hasSaid, toBePassedOn } from './introductions.ts';

/** Says one step of an introduction in a conversation, unless this side has. True: it is durable. */
export const sayStep = (
  conversation: Conversation,
  id: Uint8Array,
  step: IntroduceStep,
): Promise<boolean> =>
  conversation.run(async (context, work, state) =>
    (await hasSaid(work, context.localId, id, step.kind))
      ? state
      : appendControl(context, work, state, { type: 'introduce', id, step }),
  );

/** The first is asked first. False when it could not be kept in both conversations. */
export const introduceContacts = async (
  id: Uint8Array,
  first: Conversation,
  second: Conversation,
): Promise<boolean> => {
  const [nameOfFirst, nameOfSecond] = [first.contact()?.name, second.contact()?.name];
  if (!nameOfFirst || !nameOfSecond) return false;
  // The second is told first: what is said to the one who is asked has somewhere to go.
  return (
    (await sayStep(second, id, { kind: 'offer', isFirst: false, name: nameOfFirst })) &&
    (await sayStep(first, id, { kind: 'offer', isFirst: true, name: nameOfSecond }))
  );
};

export type Forwarder = { look(): void };

/** Looks, after anything changed, for what is to be passed on. */
export const createForwarder = (
  conversations: () => readonly Conversation[],
  failed: (error: unknown) => void,
): Forwarder => {
  let isBusy = false;
  let isStale = false;

  const pass = async (): Promise<void> => {
    for (const from of conversations()) {
      for (const introduction of from.introductions()) {
        const step = toBePassedOn(introduction);
        const to = step && otherSide(conversations(), from, introduction.id);
        const isSaid = to
          ?.introductions()
          .some(
            ({ id, ours }) =>
              equalBytes(id, introduction.id) && ours.some((said) => said.step.kind === step?.kind),
          );
        if (step && to && !isSaid) await sayStep(to, introduction.id, step);
      }
    }
  };

  const look = async (): Promise<void> => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isStale) {
        isStale = false;
        await pass();
      }
    } catch (error) {
      failed(error);
    } finally {
      isBusy = false;
    }
  };

  return { look: () => void look() };
};

const otherSide = (
  all: readonly Conversation[],
  from: Conversation,
  id: Uint8Array,
): Conversation | undefined =>
  all.find(
    (each) =>
      each !== from &&
      each
        .introductions()
        .some(
          (one) => equalBytes(one.id, id) && one.ours.some(({ step }) => step.kind === 'offer'),
        ),
  );
