/** What happens to the page: sleep, network, sight. */
export type LifecycleEvent =
  | 'visible'
  | 'hidden'
  | 'online'
  | 'offline'
  /** Said just before the page is frozen; not by every browser, and not before a sleep. */
  | 'frozen'
  | 'resumed';

export interface Lifecycle {
  readonly visible: boolean;
  subscribe(heard: (event: LifecycleEvent) => void): () => void;
}
