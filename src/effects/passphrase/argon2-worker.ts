/**
 * The worker that turns one passphrase into a key, or measures what that may
 * cost here, and then is ended, so that its memory keeps nothing.
 *
 * It is the one script that may compile WebAssembly: the policy that allows it
 * comes with this file's own response (signaling/content-security.ts), and the
 * page's policy stays without. So it is one file that imports no other when built.
 */
import { calibrate } from './calibrate.ts';
import { derive } from './derive.ts';
import type { PassphraseCost } from '../../core/crypto/passphrase.ts';

/** What the worker is asked, once. */
export type Asked =
  | {
      readonly kind: 'derive';
      readonly passphrase: string;
      readonly salt: Uint8Array;
      readonly cost: PassphraseCost;
    }
  | { readonly kind: 'calibrate' };

/** What it answers, once. */
export type Answer =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  | { readonly kind: 'cost'; readonly cost: PassphraseCost }
  /** WebAssembly is forbidden, or there is not the memory. */
  | { readonly kind: 'unavailable'; readonly why: string };

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  work(data).then(
    (answer) => self.postMessage(answer),
    (error: unknown) => self.postMessage({ kind: 'unavailable', why: String(error) }),
  );
});

const work = async (asked: Asked): Promise<Answer> =>
  asked.kind === 'derive'
    ? { kind: 'key', key: await derive(asked.passphrase, asked.salt, asked.cost) }
    : { kind: 'cost', cost: await calibrate(measure) };

const measure = async (cost: PassphraseCost): Promise<number> => {
  const start = performance.now();
  await derive('measured', new Uint8Array(16), cost);
  return performance.now() - start;
};
