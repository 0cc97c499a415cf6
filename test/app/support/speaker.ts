/** A program of somebody else that holds a member's keys: it says on its links what a test wants. */
import { createHub } from '../../../src/app/links/hub.ts';
import { createLinks, type LinkId } from '../../../src/app/links/links.ts';
import { encodeFrame, parseFrame, type Frame } from '../../../src/core/wire/frame.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeNetwork } from '../../../src/effects/transport/fake.ts';
import { suite, type Pair, type Person } from './pair.ts';

export type Speaker = {
  /** Links that stand now, the newest last. */
  readonly up: LinkId[];
  /** How often a link went down. */
  downs(): number;
  readonly heard: Frame[];
  say(frame: Frame): boolean;
  sayBytes(bytes: Uint8Array): boolean;
};

let made = 0;

export const createSpeaker = ({ time, node }: Pair, { paired }: Person): Speaker => {
  const up: LinkId[] = [];
  const heard: Frame[] = [];
  let downs = 0;
  const hub = createHub({ signaling: node, clock: time, timers: time }, 'ws://node');
  const random = createFakeRandom(5000 + made++);
  const transport = createFakeNetwork(time).transport(false);
  const links = createLinks(
    { suite, random, clock: time, timers: time, hub, transport },
    {
      conversationId: paired.conversationId,
      roomSecrets: [paired.roomSecret],
      seed: paired.writerSeed,
      isKnownWriter: () => true,
    },
    {
      up: (link) => up.push(link),
      down: (link) => {
        downs += 1;
        up.splice(up.indexOf(link), 1);
      },
      message: (_link, bytes) => {
        const frame = parseFrame(bytes);
        if (frame.ok) heard.push(frame.value);
      },
      drained: () => undefined,
      route: () => undefined,
    },
  );
  links.setDigest(new Uint8Array(32).fill(made), false);
  links.attend(true);
  const sayBytes = (bytes: Uint8Array): boolean => links.send(up.at(-1) ?? '', bytes);
  return { up, downs: () => downs, heard, say: (frame) => sayBytes(encodeFrame(frame)), sayBytes };
};
