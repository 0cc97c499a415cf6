/**
 * Somebody between two devices who relays their signals and ends both direct
 * channels himself: each device has a channel with him, and he passes on every
 * byte that comes out of one into the other.
 */
import type { Channel, ChannelEvents, Transport } from '../../../src/ports/transport.ts';

export type Splice = {
  /** The victim's transport, with him in between. */
  readonly transport: Transport;
  /** Channels that opened on both sides of him. */
  opened(): number;
  /** Messages that he passed on, both ways. */
  readonly passed: Uint8Array[];
};

export type SpliceOptions = {
  /** True: the victim is told the binding of the other half, which no real channel does. */
  readonly isBindingForged?: boolean;
};

/** `real`: channels as they are, for all four ends. */
export const createSplice = (real: Transport, options: SpliceOptions = {}): Splice => {
  const passed: Uint8Array[] = [];
  let opened = 0;

  const open = (isInitiator: boolean, events: ChannelEvents): Channel => {
    const far: Half = { isOpen: false, binding: null, waiting: [] };
    const near: Half = { isOpen: false, binding: null, waiting: [] };
    let victimBinding: Uint8Array | null = null;
    let isClosed = false;

    const pass = (message: Uint8Array, to: Half, channel: () => Channel): void => {
      passed.push(message);
      if (to.isOpen) channel().send(message);
      else to.waiting.push(message);
    };
    const wentUp = (half: Half, binding: Uint8Array, channel: () => Channel): void => {
      half.isOpen = true;
      half.binding = binding;
      for (const message of half.waiting.splice(0)) channel().send(message);
      if (far.isOpen && near.isOpen) opened += 1;
      tellVictim();
    };
    const tellVictim = (): void => {
      const binding = options.isBindingForged === true ? far.binding : victimBinding;
      if (victimBinding === null || binding === null) return;
      victimBinding = null;
      events.open(binding);
    };
    const end = (): void => {
      if (isClosed) return;
      isClosed = true;
      for (const channel of [toFar, toVictim, victim]) channel.close();
    };

    /** Towards the other device, in the victim's place. */
    const toFar: Channel = real.open(isInitiator, {
      signal: (bytes) => events.signal(bytes),
      open: (binding) => wentUp(far, binding, () => toFar),
      received: (message) => pass(message, near, () => toVictim),
      drained: () => undefined,
      closed: () => {
        end();
        events.closed();
      },
    });
    /** Towards the victim, in the other device's place. */
    const toVictim: Channel = real.open(!isInitiator, {
      signal: (bytes) => victim.signal(bytes),
      open: (binding) => wentUp(near, binding, () => toVictim),
      received: (message) => pass(message, far, () => toFar),
      drained: () => undefined,
      closed: end,
    });
    const victim: Channel = real.open(isInitiator, {
      ...events,
      signal: (bytes) => toVictim.signal(bytes),
      open: (binding) => {
        victimBinding = binding;
        tellVictim();
      },
    });
    return {
      signal: (bytes) => toFar.signal(bytes),
      send: (message) => victim.send(message),
      close: end,
    };
  };

  return { transport: { available: real.available, open }, opened: () => opened, passed };
};

type Half = { isOpen: boolean; binding: Uint8Array | null; readonly waiting: Uint8Array[] };
