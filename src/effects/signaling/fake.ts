/**
 * A node in memory, as bad as a test wants it: slow, lossy, repeating, reordering, down, or
 * cut off from some of its clients.
 */

import type { Clock } from '../../ports/clock.ts';
import type {
  Signaling,
  SignalingConnection,
  SignalingEvents,
  SignalingState,
} from '../../ports/signaling.ts';
import type { Timers } from '../../ports/timers.ts';

export type FakeNodeOptions = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Evenly between 0 and 1; decides what is lost, repeated and delayed. */
  readonly chance?: () => number;
  /** How much the node's clock is ahead, in milliseconds; null: a node that tells no time. */
  readonly clockOffset?: number | null;
};

export type Faults = {
  /** Chances between 0 and 1. */
  readonly loss: number;
  readonly duplicate: number;
  /** Milliseconds; a range lets frames overtake each other. */
  readonly delay: readonly [number, number];
};

export interface FakeNode extends Signaling {
  setFaults(faults: Partial<Faults>): void;
  /** From its next word on the node's clock is ahead by so much; null: it tells none. */
  setClock(offset: number | null): void;
  /** Closes all connections and takes none until `start`. */
  stop(): void;
  start(): void;
  /** Frames from and to this connection vanish while it is cut off. */
  partition(connection: SignalingConnection, isCutOff: boolean): void;
  /** Hears every frame that was published, as a hostile node would. */
  watch(heard: (topic: string, sealed: Uint8Array) => void): void;
  /** Publishes as a stranger who subscribed. */
  inject(topic: string, sealed: Uint8Array): void;
  readonly published: number;
}

type Client = {
  readonly events: SignalingEvents;
  topics: ReadonlySet<string>;
  state: SignalingState;
  isCutOff: boolean;
  isClosed: boolean;
};

const RETRY_MS = 500;
const TIME_MS = 25_000;

export const createFakeNode = ({
  clock,
  timers,
  chance = () => 0.5,
  clockOffset = 0,
}: FakeNodeOptions): FakeNode => {
  const clients = new Map<SignalingConnection, Client>();
  const watchers: ((topic: string, sealed: Uint8Array) => void)[] = [];
  let faults: Faults = { loss: 0, duplicate: 0, delay: [5, 5] };
  let offsetNow = clockOffset;
  let isUp = true;
  let published = 0;

  const tell = (client: Client, state: SignalingState): void => {
    if (client.isClosed || client.state === state) return;
    client.state = state;
    client.events.state(state);
  };

  const tryOpen = (client: Client): void => {
    if (client.isClosed || client.state === 'open') return;
    if (!isUp) {
      tell(client, 'waiting');
      return;
    }
    tell(client, 'open');
    tellTime(client);
  };

  const tellTime = (client: Client): void => {
    if (client.isClosed || client.state !== 'open') return;
    if (!client.isCutOff) client.events.time(offsetNow === null ? null : clock.now() + offsetNow);
    timers.after(TIME_MS, () => tellTime(client));
  };

  const deliver = (client: Client, topic: string, sealed: Uint8Array): void => {
    if (chance() < faults.loss) return;
    const [least, most] = faults.delay;
    timers.after(least + chance() * (most - least), () => {
      if (client.state !== 'open' || client.isCutOff || client.isClosed) return;
      if (client.topics.has(topic)) client.events.received(topic, sealed.slice());
    });
    if (chance() < faults.duplicate) deliver(client, topic, sealed);
  };

  const relay = (topic: string, sealed: Uint8Array, sender: Client | null): void => {
    published += 1;
    for (const watcher of watchers) watcher(topic, sealed.slice());
    for (const client of clients.values()) {
      if (client !== sender && client.state === 'open') deliver(client, topic, sealed);
    }
  };

  const connect = (events: SignalingEvents): SignalingConnection => {
    const client: Client = {
      events,
      topics: new Set(),
      state: 'connecting',
      isCutOff: false,
      isClosed: false,
    };
    const connection: SignalingConnection = {
      subscribe: (topics) => {
        client.topics = new Set(topics);
      },
      publish: (topic, sealed) => {
        if (client.state !== 'open') return false;
        if (!client.isCutOff && client.topics.has(topic)) relay(topic, sealed, client);
        return true;
      },
      wake: () => tryOpen(client),
      close: () => {
        client.isClosed = true;
        clients.delete(connection);
      },
    };
    clients.set(connection, client);
    timers.after(0, () => {
      // A wake may have been quicker.
      if (client.state === 'connecting' && !client.isClosed) events.state('connecting');
      tryOpen(client);
    });
    return connection;
  };

  return {
    connect: (_url, events) => connect(events),
    setFaults: (changed) => {
      faults = { ...faults, ...changed };
    },
    stop: () => {
      isUp = false;
      for (const client of clients.values()) tell(client, 'waiting');
    },
    start: () => {
      isUp = true;
      for (const client of clients.values()) timers.after(RETRY_MS, () => tryOpen(client));
    },
    setClock: (offset) => {
      offsetNow = offset;
    },
    partition: (connection, isCutOff) => {
      const client = clients.get(connection);
      if (client !== undefined) client.isCutOff = isCutOff;
    },
    watch: (heard) => {
      watchers.push(heard);
    },
    inject: (topic, sealed) => relay(topic, sealed, null),
    get published() {
      return published;
    },
  };
};
