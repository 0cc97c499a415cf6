/**
 * What tabs tell each other about who leads, among other notes on the same line.
 *
 * Terms only grow: the tab that took over last has the highest.
 */

export type LeadershipNote =
  /** "I lead, in this term." */
  | { readonly kind: 'leader'; readonly tab: string; readonly term: number }
  /** "Who leads?" A leader answers at once, even where its timers are throttled. */
  | { readonly kind: 'who-leads' };

/** Null for every note that is about something else, or from another version of the app. */
export const parseLeadershipNote = (note: unknown): LeadershipNote | null => {
  if (typeof note !== 'object' || note === null || !('kind' in note)) return null;
  if (note.kind === 'who-leads') return { kind: 'who-leads' };
  if (note.kind !== 'leader' || !('tab' in note) || !('term' in note)) return null;
  const { tab, term } = note;
  if (typeof tab !== 'string' || typeof term !== 'number' || !Number.isSafeInteger(term)) {
    return null;
  }
  return { kind: 'leader', tab, term };
};
