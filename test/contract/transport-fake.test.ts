import { createVirtualTime } from '../../src/effects/platform/fake-timers.ts';
import { createFakeNetwork } from '../../src/effects/transport/fake.ts';
import { tryTransport } from './transport.ts';

tryTransport('in memory', () => {
  const time = createVirtualTime();
  const network = createFakeNetwork(time);
  return {
    first: network.transport(),
    second: network.transport(),
    pass: (ms) => time.advance(ms),
  };
});
