/**
 * Manners between the tabs of one installation.
 *
 * A lock keeps tabs from doing the same work twice. Nothing may depend on it
 * for safety: every write is a compare-and-append (ports/store.ts).
 */
export interface Locks {
  /**
   * Waits for the named lock, or takes it from its holder when `steal` is set,
   * and calls `held`. The lock is kept until the returned release is called.
   * `lost` is called when another tab stole it. After release neither is called,
   * and both are called only after `hold` has returned.
   */
  hold(
    name: string,
    options: { readonly steal?: boolean },
    held: () => void,
    lost: () => void,
  ): { release(): void };
}
