/**
 * What people did, as they saw it: what the program promised to keep, what it
 * refused, and what nobody knows because the tab died first.
 */

/** `kept`: the program said so. `refused`: it said no. `open`: the tab died before it answered. */
export type Outcome = 'kept' | 'refused' | 'open';

export type Attempt<T> = { readonly value: T; outcome: Outcome };

export type Saying = {
  readonly conversation: string;
  readonly by: number;
  readonly text: string;
  readonly quotes: string | undefined;
  outcome: Outcome;
  /** In the order of their answers. */
  readonly edits: Attempt<string>[];
  readonly deletions: Attempt<true>[];
  readonly reactions: (Attempt<boolean> & { readonly by: number; readonly emoji: string })[];
};

export interface Ledger {
  /** A text that nobody wrote before. */
  newText(by: number, length: number): string;
  say(conversation: string, by: number, text: string, quotes: string | undefined): Saying;
  /** The saying that shows, or once showed, this text. */
  find(conversation: string, text: string): Saying | undefined;
  edited(saying: Saying, text: string): Attempt<string>;
  readonly sayings: readonly Saying[];
}

export const createLedger = (): Ledger => {
  const sayings: Saying[] = [];
  const byText = new Map<string, Saying>();
  let count = 0;
  return {
    sayings,
    newText: (by, length) => `${by}:${++count} ${'word '.repeat(length)}`.trim(),
    say: (conversation, by, text, quotes) => {
      const saying: Saying = {
        conversation,
        by,
        text,
        quotes,
        outcome: 'open',
        edits: [],
        deletions: [],
        reactions: [],
      };
      sayings.push(saying);
      byText.set(`${conversation} ${text}`, saying);
      return saying;
    },
    find: (conversation, text) => byText.get(`${conversation} ${text}`),
    edited: (saying, text) => {
      byText.set(`${saying.conversation} ${text}`, saying);
      return attempt(saying.edits, { value: text, outcome: 'open' });
    },
  };
};

/** Puts an attempt on a list; an answer moves it to the end, as the journal orders by writing. */
export const attempt = <T, A extends Attempt<T>>(list: A[], made: A): A => {
  list.push(made);
  return made;
};

export const answer = <T, A extends Attempt<T>>(list: A[], made: A, isKept: boolean): void => {
  made.outcome = isKept ? 'kept' : 'refused';
  list.splice(list.indexOf(made), 1);
  list.push(made);
};
