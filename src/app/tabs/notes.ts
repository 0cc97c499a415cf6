/**
 * What the tabs of one installation tell each other: hints, never contents.
 *
 * A note says that something became durable, or how the network stands; who
 * hears it reads the store. A note of another version of the app, or anything
 * else, is ignored.
 */

import type { NetworkStatus, OpenConversation, Presence } from '../snapshot.ts';

export type Note =
  | { readonly kind: 'profile' }
  | { readonly kind: 'registers' }
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'pairing'; readonly id: string }
  /** From the leader: how one conversation is connected. */
  | {
      readonly kind: 'contact';
      readonly id: string;
      readonly presence: Presence;
      readonly route: OpenConversation['route'];
    }
  /** From the leader: how the node is reached. */
  | { readonly kind: 'network'; readonly signaling: NetworkStatus['signaling'] }
  /** To the leader: say both of the above again. */
  | { readonly kind: 'ask' }
  /** To the leader: the conversation is on this tab's screen, until told otherwise or 60 s long. */
  | { readonly kind: 'attend'; readonly id: string; readonly tab: string; readonly on: boolean }
  /** To the leader: the person types. */
  | { readonly kind: 'typing'; readonly id: string; readonly on: boolean };

/** The note, or null for anything that is none. */
export const parseNote = (value: unknown): Note | null => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const note = value as Readonly<Record<string, unknown>>;
  switch (note['kind']) {
    case 'profile':
    case 'registers':
    case 'ask':
      return { kind: note['kind'] };
    case 'conversation':
    case 'pairing':
      return isText(note['id']) ? { kind: note['kind'], id: note['id'] } : null;
    case 'contact':
      return isText(note['id']) && isPresence(note['presence']) && isRoute(note['route'])
        ? { kind: 'contact', id: note['id'], presence: note['presence'], route: note['route'] }
        : null;
    case 'network':
      return isSignaling(note['signaling'])
        ? { kind: 'network', signaling: note['signaling'] }
        : null;
    case 'attend':
      return isText(note['id']) && isText(note['tab']) && typeof note['on'] === 'boolean'
        ? { kind: 'attend', id: note['id'], tab: note['tab'], on: note['on'] }
        : null;
    case 'typing':
      return isText(note['id']) && typeof note['on'] === 'boolean'
        ? { kind: 'typing', id: note['id'], on: note['on'] }
        : null;
    default:
      return null;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 64;

const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((each) => each === value);

const isPresence = oneOf<Presence>('away', 'online', 'typing');
const isRoute = oneOf<OpenConversation['route']>('none', 'connecting', 'relayed', 'direct');
const isSignaling = oneOf<NetworkStatus['signaling']>('off', 'connecting', 'open', 'waiting');
