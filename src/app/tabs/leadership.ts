/**
 * Which tab holds the network: one leader among the tabs of an installation.
 *
 * The lock makes the ordinary case exact: the browser gives it to the next tab
 * when the leader closes. A frozen tab keeps its lock, so followers also listen
 * for beats, and take the lock from a leader that fell silent. A browser that
 * says beforehand that it freezes a tab makes it hand over at once: a frozen
 * page may still hear notes, and must not answer them as a leader would. A tab
 * that was itself asleep trusts no silence from before it woke. Nothing here guards
 * data: every write is a compare-and-append, so two leaders for a moment only
 * do some work twice (docs/SPEC.md, T-1 to T-9).
 */
import type { LeadershipNote } from './leadership-note.ts';

/** Milliseconds between two beats, and between two looks at the clock. */
export const BEAT = 2_000;
/** A leader silent for this long is taken for frozen. */
export const SILENCE = 6_000;
/** A look at the clock that comes this late, or at an earlier time, means that this tab slept. */
const SLEPT = 2 * BEAT;
/** Browsers let the timers of a hidden page run once a minute; one that looked longer ago is frozen. */
const STOPPED = 75_000;

export type Leadership = {
  readonly tab: string;
  /** Added to SILENCE, so that followers do not all take the lock at once: 0 to 1,000 ms. */
  readonly patience: number;
  /** `resting`: about to be frozen, or frozen; its next look at the clock is the end of that. */
  readonly role: 'waiting' | 'leading' | 'resting' | 'closed';
  /** Own when leading, else the highest heard. */
  readonly term: number;
  /** When a leader was last heard, or when waiting for one began. */
  readonly heardAt: number;
  readonly lookedAt: number;
};

export type LeadershipInput =
  | { readonly kind: 'looked'; readonly now: number }
  | { readonly kind: 'lock-held'; readonly now: number }
  | { readonly kind: 'lock-lost'; readonly now: number }
  | { readonly kind: 'heard'; readonly note: LeadershipNote; readonly now: number }
  /** The page is about to be frozen. */
  | { readonly kind: 'froze'; readonly now: number }
  | { readonly kind: 'closed' };

export type LeadershipOutput =
  /** Queue for the lock; an earlier request or hold is given up. */
  | { readonly kind: 'wait-for-lock' }
  /** Take the lock from its holder; an earlier request is given up. */
  | { readonly kind: 'steal-lock' }
  | { readonly kind: 'release-lock' }
  | { readonly kind: 'tell'; readonly note: LeadershipNote }
  | { readonly kind: 'lead' }
  | { readonly kind: 'follow' };

export type LeadershipStep = {
  readonly state: Leadership;
  readonly outputs: readonly LeadershipOutput[];
};

export const startLeadership = (tab: string, patience: number, now: number): LeadershipStep => ({
  state: { tab, patience, role: 'waiting', term: 0, heardAt: now, lookedAt: now },
  outputs: [WAIT, ASK],
});

export const stepLeadership = (state: Leadership, input: LeadershipInput): LeadershipStep => {
  if (state.role === 'closed') return { state, outputs: [] };
  switch (input.kind) {
    case 'looked':
      return look(state, input.now);
    case 'lock-held':
      return state.role === 'resting' ? { state, outputs: [] } : takeOver(state, input.now);
    case 'lock-lost':
      return state.role === 'resting'
        ? { state, outputs: [] }
        : stepDown(state, state.term, input.now);
    case 'heard':
      return input.note.kind === 'who-leads'
        ? answer(state, input.now)
        : hearLeader(state, input.note, input.now);
    case 'froze':
      return rest(state);
    case 'closed':
      return { state: { ...state, role: 'closed' }, outputs: [{ kind: 'release-lock' }] };
  }
};

const WAIT: LeadershipOutput = { kind: 'wait-for-lock' };
const ASK: LeadershipOutput = { kind: 'tell', note: { kind: 'who-leads' } };

const rest = (before: Leadership): LeadershipStep => {
  const released: LeadershipOutput = { kind: 'release-lock' };
  const wasLeading = before.role === 'leading';
  return {
    state: { ...before, role: 'resting' },
    outputs: wasLeading ? [{ kind: 'follow' }, released] : [released],
  };
};

const look = (before: Leadership, now: number): LeadershipStep => {
  if (before.role === 'resting') return stepDown({ ...before, lookedAt: now }, before.term, now);
  const slept = now < before.lookedAt || now - before.lookedAt > SLEPT;
  const state = { ...before, lookedAt: now, heardAt: slept ? now : before.heardAt };
  if (state.role === 'leading') return { state, outputs: [beat(state)] };
  const silence = now - state.heardAt;
  if (silence >= SILENCE + state.patience) {
    return { state: { ...state, heardAt: now }, outputs: [{ kind: 'steal-lock' }] };
  }
  return { state, outputs: slept || silence > BEAT ? [ASK] : [] };
};

/** The clock keeps terms growing also for a tab that has heard of none; it need not be right. */
const takeOver = (before: Leadership, now: number): LeadershipStep => {
  const term = Math.max(before.term + 1, Math.floor(now));
  const state: Leadership = { ...before, role: 'leading', term, heardAt: now };
  return { state, outputs: [beat(state), { kind: 'lead' }] };
};

const stepDown = (before: Leadership, term: number, now: number): LeadershipStep => {
  const state: Leadership = { ...before, role: 'waiting', term, heardAt: now };
  const outputs: LeadershipOutput[] = [WAIT, ASK];
  return {
    state,
    outputs: before.role === 'leading' ? [{ kind: 'follow' }, ...outputs] : outputs,
  };
};

const answer = (state: Leadership, now: number): LeadershipStep => ({
  state,
  outputs: state.role === 'leading' && now - state.lookedAt <= STOPPED ? [beat(state)] : [],
});

const hearLeader = (
  state: Leadership,
  other: { readonly tab: string; readonly term: number },
  now: number,
): LeadershipStep => {
  if (state.role === 'leading') {
    return outranks(other, state) ? stepDown(state, other.term, now) : answer(state, now);
  }
  // A leader of an older term is one that was robbed and does not know it yet.
  if (other.term < state.term) return { state, outputs: [] };
  return { state: { ...state, term: other.term, heardAt: now }, outputs: [] };
};

/** The later term leads; of two equal ones the tab whose name sorts first. */
const outranks = (
  a: { readonly tab: string; readonly term: number },
  b: { readonly tab: string; readonly term: number },
): boolean => a.term > b.term || (a.term === b.term && a.tab < b.tab);

const beat = (state: Leadership): LeadershipOutput => ({
  kind: 'tell',
  note: { kind: 'leader', tab: state.tab, term: state.term },
});
