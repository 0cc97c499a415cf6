/** From what IndexedDB throws to the failures that the port knows. */
import type { StoreFailure } from '../../ports/store.ts';

/** What only wrong code can cause: such a reason is thrown on, never told as a state of the disk. */
const BUGS: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'DataError',
  'DataCloneError',
  'ConstraintError',
  'ReadOnlyError',
]);

/** One failed request fails its transaction too, with a vaguer reason: the telling one counts. */
export const reasonsToFailure = (reasons: readonly unknown[]): StoreFailure => {
  reasons.forEach(requireNoBug);
  return reasons.some((reason) => nameOf(reason) === 'QuotaExceededError') ? 'full' : 'unavailable';
};

export const requireNoBug = (reason: unknown): void => {
  if (BUGS.has(nameOf(reason))) throw reason;
};

const nameOf = (reason: unknown): string =>
  typeof reason === 'object' && reason !== null && 'name' in reason ? String(reason.name) : '';
