/** A node that keeps every frame it has relayed, plays them again, and makes up others. */
import type { FakeNode } from '../../src/effects/signaling/fake.ts';
import type { Dice } from './dice.ts';

export interface HostileNode {
  /** Publishes `count` frames again that were recorded, from number `pick` on, modulo what there is. */
  replay(pick: number, count: number): void;
  /** Publishes bytes of its own on topics that are in use. */
  invent(count: number): void;
}

type Recorded = { readonly topic: string; readonly sealed: Uint8Array };

const MAX_RECORDED = 2_000;
const SIZES = [256, 2_048, 5_600, 17] as const;

export const createHostileNode = (node: FakeNode, dice: Dice): HostileNode => {
  const recorded: Recorded[] = [];
  let isPlaying = false;
  node.watch((topic, sealed) => {
    if (!isPlaying && recorded.length < MAX_RECORDED) recorded.push({ topic, sealed });
  });

  const play = ({ topic, sealed }: Recorded): void => {
    isPlaying = true;
    node.inject(topic, sealed);
    isPlaying = false;
  };
  const recordedAt = (number: number): Recorded | undefined =>
    recorded[number % Math.max(1, recorded.length)];

  return {
    replay: (pick, count) => {
      for (let i = 0; i < count; i++) {
        const frame = recordedAt(pick + i);
        if (!frame) return;
        play(frame);
        // On the topic of another day or pair too.
        const other = recordedAt(pick + 7 * i + 1);
        if (other && dice.hit(0.2)) play({ topic: other.topic, sealed: frame.sealed });
      }
    },
    invent: (count) => {
      for (let i = 0; i < count; i++) {
        const topic = recordedAt(dice.whole(0, MAX_RECORDED))?.topic;
        if (topic === undefined) return;
        const sealed = Uint8Array.from({ length: dice.pick(SIZES) }, () => dice.whole(0, 255));
        play({ topic, sealed });
      }
    },
  };
};
