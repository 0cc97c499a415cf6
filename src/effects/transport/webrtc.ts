/**
 * A direct channel: one RTCPeerConnection with one data channel, and no third
 * party (no STUN or TURN server is asked).
 *
 * Roles are fixed: who initiates makes the only offer. Candidates are gathered
 * for a moment and sent along. Messages are cut into 16 kB chunks, the size that
 * all browsers carry (RFC 8831, 6.6), and held back while the buffer is full.
 */

import type { Channel, ChannelEvents, Transport } from '../../ports/transport.ts';
import type { Timers } from '../../ports/timers.ts';
import { createChunkReader, cutMessage } from './chunks.ts';
import {
  bindingOf,
  encodeRtcSignal,
  fitCandidates,
  parseRtcSignal,
  type RtcSignal,
} from './sdp.ts';

type Connect = new (configuration: RTCConfiguration) => RTCPeerConnection;

/** `connect`: the browser's RTCPeerConnection; undefined where there is none. */
export const createWebRtcTransport = (
  timers: Timers,
  connect: Connect | undefined = globalThis.RTCPeerConnection,
): Transport => ({
  available: connect !== undefined,
  open: (initiator, events) => {
    if (connect === undefined) throw new Error('there is no WebRTC here');
    return openChannel(timers, connect, initiator, events);
  },
});

const GATHER_MS = 200;
/** Browsers have the candidates of a device at once, and say a tenth of a second later that they were all. */
const SETTLED_MS = 20;
const BATCH_MS = 100;
const HIGH_WATER = 256 * 1024;
const LOW_WATER = 64 * 1024;
const CHANNEL = 'grapevine';

const openChannel = (
  timers: Timers,
  connect: Connect,
  initiator: boolean,
  events: ChannelEvents,
): Channel => {
  const queue: Uint8Array<ArrayBuffer>[] = [];
  const reader = createChunkReader();
  /** What came before the description it belongs to. */
  const early: string[] = [];
  const late: string[] = [];
  let localSdp = '';
  let remoteSdp: string | null = null;
  let isLocalSent = false;
  let isFull = false;
  let isClosed = false;
  let cancelBatch: (() => void) | null = null;

  const connection = start(connect);
  const channel = connection?.createDataChannel(CHANNEL, { negotiated: true, id: 0 });

  const shut = (): void => {
    isClosed = true;
    cancelBatch?.();
    channel?.close();
    connection?.close();
  };

  const fail = (): void => {
    if (isClosed) return;
    shut();
    events.closed();
  };

  const guard = (work: Promise<void>): void => {
    // A browser that refuses a description or candidate cannot reach that peer directly.
    work.catch(fail);
  };

  const tell = (signal: RtcSignal): void => {
    if (!isClosed) events.signal(encodeRtcSignal(signal));
  };

  const describe = async (type: 'offer' | 'answer'): Promise<void> => {
    if (connection === null) return;
    await connection.setLocalDescription();
    await gathered(connection, timers);
    if (isClosed) return;
    const { sdp, left } = fitCandidates(connection.localDescription?.sdp ?? '');
    localSdp = sdp;
    isLocalSent = true;
    tell({ type, sdp });
    late.push(...left);
    sendLate();
  };

  const sendLate = (): void => {
    if (!isLocalSent || late.length === 0 || cancelBatch !== null) return;
    cancelBatch = timers.after(BATCH_MS, () => {
      cancelBatch = null;
      tell({ type: 'candidates', candidates: late.splice(0, 16) });
      sendLate();
    });
  };

  const hear = async (signal: RtcSignal): Promise<void> => {
    if (connection === null || isClosed) return;
    if (signal.type === 'candidates') {
      if (remoteSdp === null) early.push(...signal.candidates.slice(0, 64 - early.length));
      else await addCandidates(connection, signal.candidates);
      return;
    }
    const isExpected = signal.type === (initiator ? 'answer' : 'offer') && remoteSdp === null;
    if (!isExpected) return;
    remoteSdp = signal.sdp;
    await connection.setRemoteDescription({ type: signal.type, sdp: signal.sdp });
    await addCandidates(connection, early.splice(0));
    if (!initiator) await describe('answer');
  };

  const pump = (): void => {
    if (channel?.readyState !== 'open') return;
    try {
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        if (channel.bufferedAmount > HIGH_WATER) return;
        channel.send(next);
        queue.shift();
      }
    } catch {
      // The connection went away under us.
      fail();
      return;
    }
    if (!isFull || channel.bufferedAmount > LOW_WATER) return;
    isFull = false;
    events.drained();
  };

  const opened = (): void => {
    const binding = remoteSdp === null ? null : bindingOf(localSdp, remoteSdp);
    if (binding === null) fail();
    else if (!isClosed) events.open(binding);
  };

  const received = (data: unknown): void => {
    if (isClosed || !(data instanceof ArrayBuffer)) return;
    const news = reader.take(new Uint8Array(data));
    if (news === 'too-long') fail();
    else if (news !== null) events.received(news);
  };

  if (connection === null || channel === undefined) {
    timers.after(0, fail);
  } else {
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_WATER;
    channel.onopen = opened;
    channel.onmessage = (event: MessageEvent) => received(event.data);
    channel.onbufferedamountlow = pump;
    channel.onclose = fail;
    channel.onerror = fail;
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') fail();
    };
    connection.onicecandidate = ({ candidate }) => {
      if (!isLocalSent || candidate === null || candidate.candidate === '') return;
      late.push(candidate.candidate);
      sendLate();
    };
    if (initiator) guard(describe('offer'));
  }

  return {
    signal: (bytes) => {
      const signal = parseRtcSignal(bytes);
      if (signal.ok) guard(hear(signal.value));
    },
    send: (message) => {
      if (isClosed) return false;
      queue.push(...cutMessage(message));
      const waiting = queue.reduce(
        (sum, chunk) => sum + chunk.length,
        channel?.bufferedAmount ?? 0,
      );
      if (waiting > HIGH_WATER) isFull = true;
      const hasRoom = !isFull;
      pump();
      return hasRoom;
    },
    close: shut,
  };
};

/** Null where the browser has the class but forbids its use. */
const start = (connect: Connect): RTCPeerConnection | null => {
  try {
    return new connect({ iceServers: [] });
  } catch {
    return null;
  }
};

const addCandidates = async (
  connection: RTCPeerConnection,
  candidates: readonly string[],
): Promise<void> => {
  for (const candidate of candidates) {
    await connection.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
  }
};

/** Resolves when all candidates are known, or no more come, or after a moment: later ones are sent by themselves. */
const gathered = (connection: RTCPeerConnection, timers: Timers): Promise<void> =>
  new Promise((resolve) => {
    if (connection.iceGatheringState === 'complete') return resolve();
    let cancelSettled = (): void => undefined;
    const done = (): void => {
      cancel();
      cancelSettled();
      resolve();
    };
    const cancel = timers.after(GATHER_MS, done);
    connection.addEventListener('icecandidate', () => {
      cancelSettled();
      cancelSettled = timers.after(SETTLED_MS, done);
    });
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') done();
    };
  });
