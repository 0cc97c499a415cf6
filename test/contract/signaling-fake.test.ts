import { createVirtualTime } from '../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../src/effects/signaling/fake.ts';
import { trySignaling } from './signaling.ts';

trySignaling('in memory', async () => {
  const time = createVirtualTime();
  const node = createFakeNode({ clock: time, timers: time });
  return {
    signaling: node,
    url: 'ws://node/',
    pass: (ms) => time.advance(ms),
    stopNode: async () => node.stop(),
    startNode: async () => node.start(),
    end: async () => undefined,
  };
});
