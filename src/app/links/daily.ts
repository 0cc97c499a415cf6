/** The topics of a secret, day by day (core/wire/topics.ts), with those in use remembered. */

import { dayOf, topicDays, type Topic } from '../../core/wire/topics.ts';
import type { Rendezvous } from './post.ts';

/** `topicAt` gives the topic of a day, in whole days since 1970. */
export const createDailyRendezvous = (topicAt: (day: number) => Topic): Rendezvous => {
  let known = new Map<number, Topic>();
  const topicOf = (day: number): Topic => {
    const topic = known.get(day) ?? topicAt(day);
    known.set(day, topic);
    return topic;
  };
  return {
    topics: (deviceTime, nodeTime) => {
      const days = topicDays(deviceTime, nodeTime);
      known = new Map([...known].filter(([day]) => days.includes(day)));
      return days.map(topicOf);
    },
    current: (time) => topicOf(dayOf(time)),
  };
};
