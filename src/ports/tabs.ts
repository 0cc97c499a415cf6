/**
 * The line between the tabs of one installation.
 *
 * Carries hints only ("conversation 7 changed"), never a message's text: what
 * a tab shows comes from the store.
 */
export interface Tabs {
  /** Tells every other tab; never this one. `note` is a plain JSON value. */
  tell(note: unknown): void;
  /** The returned function ends the subscription. */
  subscribe(heard: (note: unknown) => void): () => void;
}
