/**
 * A node that introduces devices: named topics, and bytes published to them.
 *
 * Speaks the y-webrtc signalling protocol underneath. It may drop, repeat,
 * delay, reorder or invent frames: nothing it says is trusted.
 */
export type SignalingState = 'connecting' | 'open' | 'waiting';

export interface SignalingEvents {
  state(state: SignalingState): void;
  /** Sealed bytes that somebody published on a topic we subscribe. */
  received(topic: string, sealed: Uint8Array): void;
  /** The node's clock, as its pong told it: milliseconds since 1970; null: a pong that tells none. */
  time(nodeTime: number | null): void;
}

export interface SignalingConnection {
  /** The topics wanted from now on; subscribed again after every reconnect. */
  subscribe(topics: readonly string[]): void;
  /** Sends now, or answers false when not connected or when the budget of the node is spent. */
  publish(topic: string, sealed: Uint8Array): boolean;
  /** Tries to connect at once, for example after the network came back. */
  wake(): void;
  close(): void;
}

export interface Signaling {
  /** Connects, and keeps reconnecting with back-off and jitter until closed. */
  connect(url: string, events: SignalingEvents): SignalingConnection;
}
