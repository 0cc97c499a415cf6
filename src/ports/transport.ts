/**
 * A direct channel between two devices: WebRTC, or a fake.
 *
 * Carries whole messages in order. What is said on it is sealed by the link
 * above (core/link), so a channel only has to be a channel.
 */
export type ChannelEvents = {
  /** The descriptions and candidates that the other side must be given, as opaque bytes (at most 5 kB). */
  signal(bytes: Uint8Array): void;
  /**
   * The channel can carry messages. `binding` names the two ends, the same on
   * both (for WebRTC both DTLS fingerprints in a fixed order).
   */
  open(binding: Uint8Array): void;
  received(message: Uint8Array): void;
  /** There is room again after send answered false. */
  drained(): void;
  closed(): void;
};

export interface Channel {
  /** What the other side's `signal` gave. Malformed bytes are ignored. */
  signal(bytes: Uint8Array): void;
  /**
   * Queues one message (at most 256 kB; it is cut into 16 kB chunks). False
   * means: queued, but send no more before `drained`.
   */
  send(message: Uint8Array): boolean;
  close(): void;
}

export interface Transport {
  /** False where this browser has no WebRTC or forbids it. */
  readonly available: boolean;
  /** `initiator` makes the first description. Both sides may fail silently: the caller times out. */
  open(initiator: boolean, events: ChannelEvents): Channel;
}
