/** What a node sees of each socket: topics, sessions, keys that sealed, and every window of bytes. */
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { EVERYBODY, SESSION_BYTES } from '../../../src/core/wire/envelope.ts';
import type { Signaling } from '../../../src/ports/signaling.ts';

/** Of one socket. Keys and texts are those that the node does not see. */
export type Seen = {
  readonly topics: Set<string>;
  readonly sessions: Set<string>;
  readonly keys: Set<string>;
  readonly windows: Set<string>;
  frames: number;
};
export type Sealing = { readonly key: string; readonly text: Uint8Array };

const NONCE = 24;
/** Bytes: two such windows of unrelated frames are never equal by chance. */
const WINDOW = 8;

export const nothingSeen = (): Seen => ({
  topics: new Set(),
  sessions: new Set(),
  keys: new Set(),
  windows: new Set(),
  frames: 0,
});

export const sharedBy = (one: Seen, other: Seen) => {
  const count = (part: 'topics' | 'sessions' | 'keys' | 'windows'): number =>
    [...one[part]].filter((value) => other[part].has(value)).length;
  return {
    topics: count('topics'),
    sessions: count('sessions'),
    keys: count('keys'),
    windows: count('windows'),
  };
};

/** Remembers under which key what was sealed, by the sealed bytes. */
export const noting = (suite: Suite, sealings: Map<string, Sealing>): Suite => ({
  ...suite,
  seal: (key, nonce, text, aad) => {
    const sealed = suite.seal(key, nonce, text, aad);
    sealings.set(encodeBase64url(sealed), { key: encodeBase64url(key), text: text.slice() });
    return sealed;
  },
});

export const writeDown = (
  node: Signaling,
  sockets: Seen[],
  sealings: ReadonlyMap<string, Sealing>,
): Signaling => ({
  connect: (url, events) => {
    const seen = nothingSeen();
    sockets.push(seen);
    const connection = node.connect(url, events);
    return {
      ...connection,
      subscribe: (topics) => {
        for (const topic of topics) seen.topics.add(topic);
        connection.subscribe(topics);
      },
      publish: (topic, sealed) => {
        seen.topics.add(topic);
        seen.frames += 1;
        noteWindows(seen, sealed);
        noteInside(seen, sealings.get(encodeBase64url(sealed.subarray(NONCE))));
        return connection.publish(topic, sealed);
      },
    };
  },
});

export const noteWindows = ({ windows }: Seen, frame: Uint8Array): void => {
  const bytes = Buffer.from(frame);
  for (let at = 0; at + WINDOW <= bytes.length; at += 1) {
    windows.add(bytes.toString('latin1', at, at + WINDOW));
  }
};

/** Version and kind stand before the sessions of sender and target (docs/PROTOCOL.md, "Envelope"). */
const noteInside = (seen: Seen, sealing: Sealing | undefined): void => {
  if (!sealing) throw new Error('a frame was published that the suite did not seal');
  seen.keys.add(sealing.key);
  for (const at of [2, 2 + SESSION_BYTES]) {
    const session = encodeBase64url(sealing.text.slice(at, at + SESSION_BYTES));
    if (session !== encodeBase64url(EVERYBODY)) seen.sessions.add(session);
  }
};
