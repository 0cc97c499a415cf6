/**
 * The places for links of all conversations of this tab: runs budget.ts, with
 * one timer for all who wait, and none while nobody does.
 */

import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';
import {
  EMPTY_BUDGET,
  RANK,
  stepBudget,
  wouldGetPlace,
  type BudgetInput,
  type Look,
  type PlaceFacts,
  type Rank,
} from './budget.ts';
import { createElapsed } from './elapsed.ts';

/** Who wants a place, or has one. */
export type PlaceHolder = {
  /** The place is there, perhaps before `want` returns. Unused for ten seconds it is taken back. */
  granted(): void;
  /** What is to be known of the links in it; undefined while none stands. */
  facts(): PlaceFacts | undefined;
  /** Others need it more: close within a second or two. */
  yield(): void;
};

export interface Places {
  /** Milliseconds that only grow. */
  now(): number;
  /** Wants a place of this name for a conversation (`group`); said again it is still wanted. */
  want(name: string, group: string, rank: Rank, holder: PlaceHolder): void;
  has(name: string): boolean;
  /** Whether one who came now would get a place at once or in a moment. */
  isFree(group: string, rank: Rank): boolean;
  /** Gives a place back, or no longer wants one. */
  leave(name: string): void;
  close(): void;
}

const REVIEW_MS = 1_000;
/** Where only company is wanted, which nobody has to make way for soon. */
const SLOW_REVIEW_MS = 15_000;

export const createPlaces = (ports: { readonly clock: Clock; readonly timers: Timers }): Places => {
  const now = createElapsed(ports.clock);
  const holders = new Map<string, PlaceHolder>();
  const inputs: BudgetInput[] = [];
  let state = EMPTY_BUDGET;
  let isStepping = false;
  let cancelReview: (() => void) | null = null;

  const look = (): Look => {
    const facts = new Map<string, PlaceFacts>();
    for (const { name } of state.places) {
      const known = holders.get(name)?.facts();
      if (known) facts.set(name, known);
    }
    return { now: now(), facts };
  };

  /** What comes while outputs are performed waits for its turn. */
  const feed = (input: BudgetInput): void => {
    inputs.push(input);
    if (isStepping) return;
    isStepping = true;
    try {
      for (let next = inputs.shift(); next; next = inputs.shift()) perform(next);
    } finally {
      isStepping = false;
    }
    forget();
    plan();
  };

  const perform = (input: BudgetInput): void => {
    const step = stepBudget(state, input, look());
    state = step.state;
    for (const output of step.outputs) {
      const holder = holders.get(output.name);
      if (output.type === 'grant') holder?.granted();
      else holder?.yield();
    }
  };

  const forget = (): void => {
    const named = new Set([...state.places, ...state.wishes].map(({ name }) => name));
    for (const name of [...holders.keys()]) if (!named.has(name)) holders.delete(name);
  };

  const plan = (): void => {
    if (state.wishes.length === 0 || cancelReview) return;
    const isUrgent = state.wishes.some(({ rank }) => rank !== RANK.company);
    cancelReview = ports.timers.after(isUrgent ? REVIEW_MS : SLOW_REVIEW_MS, () => {
      cancelReview = null;
      feed({ type: 'review' });
    });
  };

  const hurry = (): void => {
    cancelReview?.();
    cancelReview = null;
  };

  return {
    now,
    want: (name, group, rank, holder) => {
      holders.set(name, holder);
      if (rank !== RANK.company) hurry();
      feed({ type: 'want', name, group, rank });
    },
    has: (name) => state.places.some((place) => place.name === name),
    isFree: (group, rank) => wouldGetPlace(state, group, rank, look()),
    leave: (name) => {
      if (holders.has(name)) feed({ type: 'leave', name });
    },
    close: () => {
      hurry();
      holders.clear();
      state = EMPTY_BUDGET;
    },
  };
};
