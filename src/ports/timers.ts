/** Something to do later. Time may stand still while a tab is frozen; late calls are normal. */
export interface Timers {
  /** Calls `run` once after at least `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}
