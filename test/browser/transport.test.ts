import { tryTransport } from '../contract/transport.ts';
import { createTimers } from '../../src/effects/platform/timers.ts';
import { createWebRtcTransport } from '../../src/effects/transport/webrtc.ts';

tryTransport('WebRTC', () => {
  const transport = createWebRtcTransport(createTimers());
  return {
    first: transport,
    second: transport,
    pass: (ms) => new Promise((done) => setTimeout(done, ms)),
  };
});
