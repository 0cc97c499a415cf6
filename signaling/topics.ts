/**
 * Who listens to which topic: the node's only state about what its sockets want, gone with them.
 *
 * Knows nothing of sockets: a subscriber is any value with an identity. No input or output here.
 */

export interface Topics<Subscriber> {
  /** Adds what still fits under the limit; gives how many topics did not fit. */
  subscribe(subscriber: Subscriber, topics: readonly string[]): number;
  unsubscribe(subscriber: Subscriber, topics: readonly string[]): void;
  /** Everyone on the topic, the sender included; null when the sender is not on it. */
  receivers(sender: Subscriber, topic: string): ReadonlySet<Subscriber> | null;
  /** Forgets a subscriber and every topic that nobody is left on. */
  leave(subscriber: Subscriber): void;
  /** How many topics somebody listens to. */
  size(): number;
}

/** @param topicsEach how many topics one subscriber may hold */
export function createTopics<Subscriber>(topicsEach: number): Topics<Subscriber> {
  const byTopic = new Map<string, Set<Subscriber>>();
  const bySubscriber = new Map<Subscriber, Set<string>>();

  function subscribe(subscriber: Subscriber, topics: readonly string[]): number {
    const own = setAt(bySubscriber, subscriber);
    let refused = 0;
    for (const topic of topics) {
      if (own.has(topic)) continue;
      if (own.size >= topicsEach) {
        refused += 1;
        continue;
      }
      own.add(topic);
      setAt(byTopic, topic).add(subscriber);
    }
    return refused;
  }

  function unsubscribe(subscriber: Subscriber, topics: Iterable<string>): void {
    for (const topic of topics) {
      removeAt(bySubscriber, subscriber, topic);
      removeAt(byTopic, topic, subscriber);
    }
  }

  return {
    subscribe,
    unsubscribe,
    receivers(sender, topic) {
      const subscribers = byTopic.get(topic);
      return subscribers?.has(sender) ? subscribers : null;
    },
    leave(subscriber) {
      unsubscribe(subscriber, [...(bySubscriber.get(subscriber) ?? [])]);
      bySubscriber.delete(subscriber);
    },
    size: () => byTopic.size,
  };
}

function setAt<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}

/** An empty set is dropped, so that the maps hold nothing about what is over. */
function removeAt<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}
