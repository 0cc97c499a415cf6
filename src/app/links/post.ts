/**
 * Sealed letters between those who share a secret: envelopes on the topics of the day.
 *
 * Used by the links of a conversation (room secrets) and by pairing (a
 * rendezvous secret). Gives out only what opens, is fresh, is meant for this
 * session and was not seen before.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import {
  createFreshness,
  isFor,
  openEnvelope,
  sealEnvelope,
  SESSION_BYTES,
  type Envelope,
} from '../../core/wire/envelope.ts';
import type { Topic } from '../../core/wire/topics.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';
import type { Hub } from './hub.ts';

export type PostPorts = {
  readonly suite: Suite;
  readonly random: Random;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly hub: Hub;
};

/** One secret: where to listen, and where to publish, at a time. */
export interface Rendezvous {
  topics(deviceTime: number, nodeTime: number | null): readonly Topic[];
  current(time: number): Topic;
}

export type PostEvents = {
  received(envelope: Envelope, rendezvous: Rendezvous): void;
  /** Ready to publish, or not any more; also when the node's time became known. */
  changed(isReady: boolean): void;
};

export interface Post {
  /** 16 bytes, new for each run. */
  readonly session: Uint8Array;
  readonly isReady: boolean;
  /** False: not connected, or too much at once. */
  send(rendezvous: Rendezvous, kind: number, target: Uint8Array, body: Uint8Array): boolean;
  turn(run: () => boolean): () => void;
  /** The list of places it was made with has changed. */
  placesChanged(): void;
  close(): void;
}

/** How long to wait for the node's first answer, which may tell its time, before doing without. */
const TIME_PATIENCE_MS = 2_000;
const REFRESH_MS = 10 * 60 * 1000;

export const createPost = (
  { suite, random, clock, timers, hub }: PostPorts,
  rendezvous: readonly Rendezvous[],
  events: PostEvents,
): Post => {
  const session = random(SESSION_BYTES);
  const freshness = createFreshness();
  let topics = new Map<string, { readonly topic: Topic; readonly rendezvous: Rendezvous }>();
  let counter = 0;
  let isReady = false;
  let isPatient = true;
  let isClosed = false;
  let cancelPatience = (): void => undefined;
  let cancelRefresh = (): void => undefined;

  const refresh = (): void => {
    cancelRefresh();
    cancelRefresh = timers.after(REFRESH_MS, refresh);
    const found = rendezvous.flatMap((place) =>
      place
        .topics(clock.now(), hub.nodeTime())
        .map((topic) => [topic.name, { topic, rendezvous: place }] as const),
    );
    const isSame = found.length === topics.size && found.every(([name]) => topics.has(name));
    topics = new Map(found);
    if (!isSame) member.setTopics([...topics.keys()]);
  };

  const isWaitingForTime = (): boolean => hub.nodeTime() === null && !hub.isTimeless() && isPatient;

  const changed = (): void => {
    if (isClosed) return;
    refresh();
    const isOpen = hub.state === 'open';
    cancelPatience();
    if (!isOpen) isPatient = true;
    else if (isWaitingForTime()) {
      cancelPatience = timers.after(TIME_PATIENCE_MS, () => {
        isPatient = false;
        changed();
      });
    }
    isReady = isOpen && !isWaitingForTime();
    events.changed(isReady);
  };

  const received = (name: string, sealed: Uint8Array): void => {
    const known = topics.get(name);
    if (known === undefined) return;
    const opened = openEnvelope(suite, known.topic, sealed);
    if (!opened.ok || !isFor(opened.value, session)) return;
    if (equalBytes(opened.value.sender, session)) return;
    if (!freshness.admit(opened.value, hub.nodeTime()).ok) return;
    events.received(opened.value, known.rendezvous);
  };

  const member = hub.join({ received, changed });
  // After the caller has its post.
  cancelPatience = timers.after(0, changed);

  return {
    session,
    get isReady() {
      return isReady;
    },
    send: (place, kind, target, body) => {
      if (!isReady || isClosed) return false;
      const nodeTime = hub.nodeTime();
      const topic = place.current(nodeTime ?? clock.now());
      const time = nodeTime ?? 0;
      const envelope = { kind, sender: session, target, counter, time, body };
      counter += 1;
      return member.publish(topic.name, sealEnvelope(suite, random, topic, envelope));
    },
    turn: (run) => member.turn(run),
    placesChanged: refresh,
    close: () => {
      isClosed = true;
      cancelPatience();
      cancelRefresh();
      member.leave();
    },
  };
};
