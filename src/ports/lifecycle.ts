/** What happens to the page: sleep, network, sight. */
export type LifecycleEvent = 'visible' | 'hidden' | 'online' | 'offline' | 'resumed';

export interface Lifecycle {
  readonly visible: boolean;
  subscribe(heard: (event: LifecycleEvent) => void): () => void;
}
