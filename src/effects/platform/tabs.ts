/** The line between tabs, on a BroadcastChannel of the origin. */
import type { Tabs } from '../../ports/tabs.ts';

export const createTabs = (name: string): Tabs => {
  const channel = new BroadcastChannel(name);
  return {
    tell: (note) => channel.postMessage(note),
    subscribe: (heard) => {
      const listen = (event: MessageEvent<unknown>): void => heard(event.data);
      channel.addEventListener('message', listen);
      return () => channel.removeEventListener('message', listen);
    },
  };
};
