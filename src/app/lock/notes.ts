/** What the tabs of one installation tell each other about its lock: never what opens it. */

export type LockNote =
  /** Lock now. */
  | { readonly kind: 'lock' }
  /** The lock, or the record of tries, is another one: read it. */
  | { readonly kind: 'lock-changed' }
  /** Somebody was at work on the teller's tab at this time. */
  | { readonly kind: 'worked'; readonly at: number }
  /** Nobody has been at work: look at the time. */
  | { readonly kind: 'idle' };

/** The note, or null for anything that is none. */
export const parseLockNote = (value: unknown): LockNote | null => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  switch (value.kind) {
    case 'lock':
    case 'lock-changed':
    case 'idle':
      return { kind: value.kind };
    case 'worked':
      return 'at' in value && typeof value.at === 'number' && Number.isFinite(value.at)
        ? { kind: 'worked', at: value.at }
        : null;
    default:
      return null;
  }
};
