/** The line between tabs, on a BroadcastChannel of the origin. */
import type { Tabs } from '../../ports/tabs.ts';

/** Where the browser lets pages keep nothing it allows no channel either, and no tab gets far enough to miss it. */
export const createTabs = (name: string): Tabs => {
  const channel = openChannel(name);
  return channel ? onChannel(channel) : { tell: () => undefined, subscribe: () => () => undefined };
};

const openChannel = (name: string): BroadcastChannel | undefined => {
  try {
    return new BroadcastChannel(name);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined;
    throw error;
  }
};

const onChannel = (channel: BroadcastChannel): Tabs => ({
  tell: (note) => channel.postMessage(note),
  subscribe: (heard) => {
    const listen = (event: MessageEvent<unknown>): void => heard(event.data);
    channel.addEventListener('message', listen);
    return () => channel.removeEventListener('message', listen);
  },
});
