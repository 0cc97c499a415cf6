/** The topics of a room secret, day by day (core/wire/topics.ts), with those in use remembered. */

import type { Suite } from '../../core/crypto/suite.ts';
import { dayOf, roomTopic, topicDays, type Topic } from '../../core/wire/topics.ts';
import type { Rendezvous } from './post.ts';

export interface Room extends Rendezvous {
  readonly secret: Uint8Array;
}

export const createRoom = (suite: Suite, secret: Uint8Array): Room => {
  let known = new Map<number, Topic>();
  const topicOf = (day: number): Topic => {
    const topic = known.get(day) ?? roomTopic(suite, secret, day);
    known.set(day, topic);
    return topic;
  };
  return {
    secret,
    topics: (deviceTime, nodeTime) => {
      const days = topicDays(deviceTime, nodeTime);
      known = new Map([...known].filter(([day]) => days.includes(day)));
      return days.map(topicOf);
    },
    current: (time) => topicOf(dayOf(time)),
  };
};
