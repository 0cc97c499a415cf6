/** L-59 over real WebRTC: 5 MB to a page that does not take them for a while. */
import { describe, expect, it } from 'vitest';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { createWebRtcTransport } from '../../../src/effects/transport/webrtc.ts';
import type { Channel, ChannelEvents } from '../../../src/ports/transport.ts';

const MESSAGE = 128 * 1024;
const COUNT = 40;

/** Remembers its connections, to look at what waits in them. */
const connections: RTCPeerConnection[] = [];
const channels: RTCDataChannel[] = [];
class Watched extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    channels.push(channel);
    return channel;
  }
}

const pass = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 2_000 && !isSo(); i++) await pass(20);
  expect(isSo()).toBe(true);
};

describe('5 MB over a WebRTC channel', () => {
  it('L-59: a sender that waits when it is told to keeps little in memory, and all arrives in order', async () => {
    const transport = createWebRtcTransport(createTimers(), Watched);
    const ends: Channel[] = [];
    const opened: number[] = [];
    const got: number[] = [];
    let bytes = 0;
    let drained = true;
    let most = 0;
    const events = (number: number): ChannelEvents => ({
      signal: (signal) => ends[1 - number]?.signal(signal),
      open: () => opened.push(number),
      received: (message) => {
        // A page that is busy: nothing else runs, so what comes meanwhile waits at the sender.
        const busy = performance.now() + 15;
        while (performance.now() < busy);
        got.push(message[0] ?? -1);
        bytes += message.length;
      },
      drained: () => (drained = true),
      closed: () => undefined,
    });
    ends.push(transport.open(true, events(0)));
    ends.push(transport.open(false, events(1)));
    await until(() => opened.length === 2);
    for (let i = 0; i < COUNT; i++) {
      await until(() => drained);
      drained = ends[0]?.send(new Uint8Array(MESSAGE).fill(i)) ?? false;
      most = Math.max(most, ...channels.map(({ bufferedAmount }) => bufferedAmount));
    }
    await until(() => bytes === COUNT * MESSAGE);
    expect(got).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    expect(most).toBeLessThan(512 * 1024);
    for (const end of ends) end.close();
  }, 120_000);

  it('L-59: a receiver that is gone for good ends the channel, and nothing is sent any more', async () => {
    const transport = createWebRtcTransport(createTimers(), Watched);
    const ends: Channel[] = [];
    const opened: number[] = [];
    const closed: number[] = [];
    const events = (number: number): ChannelEvents => ({
      signal: (signal) => ends[1 - number]?.signal(signal),
      open: () => opened.push(number),
      received: () => undefined,
      drained: () => undefined,
      closed: () => closed.push(number),
    });
    ends.push(transport.open(true, events(0)));
    ends.push(transport.open(false, events(1)));
    await until(() => opened.length === 2);
    while (ends[0]?.send(new Uint8Array(MESSAGE)) === true);
    connections.at(-1)?.close();
    await until(() => closed.includes(0));
    expect(ends[0]?.send(new Uint8Array(1))).toBe(false);
  }, 60_000);
});
