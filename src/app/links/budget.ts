/**
 * Who may have a link when more want one than there are places, as step(state, input, look).
 *
 * A place is for one other device in one conversation, by whatever ways. Places
 * go first to the conversation that a person looks at, then to news, then to
 * whom it is longest since they had one; who waited too long comes before all
 * but the first. A link with nothing left to tell gives way at once, one with
 * much to tell after a fair time. docs/SPEC.md, L-70 to L-79.
 */

/** 0: our person looks. 1: news, and theirs looks. 2: news. 3: theirs looks, and there is no news. */
export type Rank = 0 | 1 | 2 | 3;
export const RANK = { looked: 0, awaited: 1, news: 2, company: 3 } as const;

/** What is known of the links that hold a place; none known: reserved, and nothing stands yet. */
export type PlaceFacts = {
  readonly isUp: boolean;
  readonly isLookedAt: boolean;
  readonly isPeerLooking: boolean;
  /** Both sides hold the same, as far as they have said. */
  readonly isEven: boolean;
  /** When the last message passed, or the link went up. */
  readonly spokeAt: number;
};

/** Milliseconds that only grow, and the facts by name of the place. */
export type Look = { readonly now: number; readonly facts: ReadonlyMap<string, PlaceFacts> };

export type Place = {
  readonly name: string;
  readonly group: string;
  readonly since: number;
  readonly isLeaving: boolean;
};

export type Wish = {
  readonly name: string;
  readonly group: string;
  readonly rank: Rank;
  readonly since: number;
  /** When it was last said; nobody waits for who is gone. */
  readonly saidAt: number;
};

export type BudgetState = {
  readonly places: readonly Place[];
  readonly wishes: readonly Wish[];
  /** When a group was last given a place. */
  readonly served: ReadonlyMap<string, number>;
};

export type BudgetInput =
  | { readonly type: 'want'; readonly name: string; readonly group: string; readonly rank: Rank }
  /** Gives the place back, or takes the wish back. */
  | { readonly type: 'leave'; readonly name: string }
  | { readonly type: 'review' };

export type BudgetOutput =
  | { readonly type: 'grant'; readonly name: string }
  /** To be closed within a second or two, and then left. */
  | { readonly type: 'yield'; readonly name: string };

export type BudgetStep = { readonly state: BudgetState; readonly outputs: readonly BudgetOutput[] };

/** Places for all conversations together. */
export const MAX_PLACES = 8;
/** Links that a person looks at and nobody may take; the other places go round. */
const MAX_KEPT = 6;
/** Without a word for so long, and even: nothing is left to tell. */
export const QUIET_MS = 1_500;
/** What a link with much to tell has before others get its place. */
export const TURN_MS = 30_000;
/** Who waited so long comes before fresher news. */
export const PATIENCE_MS = 30_000;
const RESERVED_MS = 10_000;
const WISH_MS = 90_000;
const MAX_WISHES = 1_024;

export const EMPTY_BUDGET: BudgetState = { places: [], wishes: [], served: new Map() };

export const stepBudget = (state: BudgetState, input: BudgetInput, look: Look): BudgetStep => {
  const heard = withoutStale(hear(state, input, look.now), look);
  return makeWay(give(heard, look.now), look);
};

/** Whether one who came now would get a place at once or in a moment. */
export const wouldGetPlace = (
  state: BudgetState,
  group: string,
  rank: Rank,
  look: Look,
): boolean => {
  const name = ' ';
  const { outputs, state: next } = stepBudget(state, { type: 'want', name, group, rank }, look);
  if (outputs.some((each) => each.type === 'grant' && each.name === name)) return true;
  const ahead = inOrder(next, look.now).findIndex((wish) => wish.name === name);
  return ahead >= 0 && ahead < next.places.filter(({ isLeaving }) => isLeaving).length;
};

const hear = (state: BudgetState, input: BudgetInput, now: number): BudgetState => {
  if (input.type === 'review') return state;
  const { name } = input;
  if (input.type === 'leave') {
    return {
      ...state,
      places: state.places.filter((place) => place.name !== name),
      wishes: state.wishes.filter((wish) => wish.name !== name),
    };
  }
  if (state.places.some((place) => place.name === name)) return state;
  const { group, rank } = input;
  const since = state.wishes.find((wish) => wish.name === name)?.since ?? now;
  const others = state.wishes.filter((wish) => wish.name !== name);
  return {
    ...state,
    wishes: [...others, { name, group, rank, since, saidAt: now }].slice(-MAX_WISHES),
  };
};

const withoutStale = (state: BudgetState, { now, facts }: Look): BudgetState => ({
  ...state,
  places: state.places.filter(({ name, since }) => facts.has(name) || now - since < RESERVED_MS),
  wishes: state.wishes.filter(({ saidAt }) => now - saidAt < WISH_MS),
});

/** Free places go to who is first in order. */
const give = (state: BudgetState, now: number): BudgetStep => {
  let next = state;
  const outputs: BudgetOutput[] = [];
  while (next.places.length < MAX_PLACES) {
    const [first] = inOrder(next, now);
    if (!first) break;
    outputs.push({ type: 'grant', name: first.name });
    next = {
      places: [
        ...next.places,
        { name: first.name, group: first.group, since: now, isLeaving: false },
      ],
      wishes: next.wishes.filter((wish) => wish !== first),
      served: new Map(next.served).set(first.group, now),
    };
  }
  return { state: next, outputs };
};

/** Those who wait, in order, each have one place cleared for them where they may. */
const makeWay = ({ state, outputs }: BudgetStep, look: Look): BudgetStep => {
  let places = state.places;
  let cleared = places.filter(({ isLeaving }) => isLeaving).length;
  const yields: BudgetOutput[] = [];
  for (const wish of inOrder(state, look.now)) {
    if (cleared > 0) {
      cleared -= 1;
      continue;
    }
    const given = placeFor(wish, places, look);
    if (!given) continue;
    yields.push({ type: 'yield', name: given.name });
    places = places.map((place) => (place === given ? { ...place, isLeaving: true } : place));
  }
  return { state: { ...state, places }, outputs: [...outputs, ...yields] };
};

/** The place that gives way to this wish. */
const placeFor = (wish: Wish, all: readonly Place[], look: Look): Place | undefined => {
  const { now, facts } = look;
  const kept = keptPlaces(all, look);
  const places = all.filter((place) => !place.isLeaving && !kept.has(place));
  const isFirst = !all.some(({ group }) => group === wish.group);
  const isAlone = ({ name }: Place): boolean =>
    facts.get(name)?.isPeerLooking !== true && facts.get(name)?.isLookedAt !== true;
  const resting = places
    .filter(({ name }) => isResting(facts.get(name), now))
    .sort(bySilence(facts));
  const alone = resting.find(isAlone);
  if (alone || wish.rank === RANK.company) return alone;
  if (resting[0]) return resting[0];
  const longest = [...places].sort((a, b) => a.since - b.since);
  const further = longest.filter(({ group }) => places.filter((p) => p.group === group).length > 1);
  const extra = further.find(({ name }) => facts.get(name)?.isUp !== true) ?? further[0];
  if (isFirst && extra) return extra;
  if (isFirst && wish.rank === RANK.looked) return longest[0];
  // Not its own kind: who makes up ever new peers of a conversation ends no link of it.
  return longest.find(({ since, group }) => group !== wish.group && now - since >= TURN_MS);
};

/** The newest of those that a person looks at. */
const keptPlaces = (places: readonly Place[], { facts }: Look): ReadonlySet<Place> =>
  new Set(places.filter(({ name }) => facts.get(name)?.isLookedAt === true).slice(-MAX_KEPT));

const isResting = (facts: PlaceFacts | undefined, now: number): boolean =>
  facts !== undefined && facts.isUp && facts.isEven && now - facts.spokeAt >= QUIET_MS;

const bySilence =
  (facts: Look['facts']) =>
  (a: Place, b: Place): number =>
    (facts.get(a.name)?.spokeAt ?? 0) - (facts.get(b.name)?.spokeAt ?? 0);

const inOrder = (state: BudgetState, now: number): readonly Wish[] => {
  const held = new Set(state.places.map(({ group }) => group));
  const classOf = ({ rank, group, since }: Wish): number => {
    if (rank === RANK.looked && !held.has(group)) return 0;
    if (rank === RANK.company) return 4;
    if (now - since >= PATIENCE_MS) return 1;
    return held.has(group) ? 3 : 2;
  };
  const keyOf = (wish: Wish): readonly number[] => {
    const kind = classOf(wish);
    const rank = kind === 1 ? 0 : wish.rank;
    return [kind, rank, kind === 1 ? wish.since : (state.served.get(wish.group) ?? -1), wish.since];
  };
  return state.wishes
    .map((wish) => ({ wish, key: keyOf(wish) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ wish }) => wish);
};

const compareKeys = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};
