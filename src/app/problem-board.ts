/** The problems that stand, newest first, each at most once per tag and conversation. */

import type { Problem, ProblemTag } from './problems.ts';

export interface ProblemBoard {
  list(): readonly Problem[];
  raise(tag: ProblemTag, conversation?: string, count?: number): void;
  /** Takes back a problem whose cause ended. */
  clear(tag: ProblemTag, conversation?: string): void;
  dismiss(id: number): void;
}

const LASTING: ReadonlySet<ProblemTag> = new Set([
  'storage-blocked',
  'storage-closed',
  'insecure-origin',
  'key-broken',
]);

export const createProblemBoard = (changed: () => void): ProblemBoard => {
  let problems: readonly Problem[] = [];
  let nextId = 1;

  const replace = (next: readonly Problem[]): void => {
    if (next.length === 0 && problems.length === 0) return;
    problems = next;
    changed();
  };
  const others = (tag: ProblemTag, conversation: string | undefined): readonly Problem[] =>
    problems.filter((each) => each.tag !== tag || each.conversation !== conversation);

  return {
    list: () => problems,
    raise: (tag, conversation, count) =>
      replace([
        { id: nextId++, tag, conversation, count, lasting: LASTING.has(tag) },
        ...others(tag, conversation),
      ]),
    clear: (tag, conversation) => replace(others(tag, conversation)),
    dismiss: (id) => replace(problems.filter((each) => each.id !== id || each.lasting)),
  };
};
