/** The page's side of the worker that makes keys of passphrases: one worker for each question. */
import { err, ok } from '../../core/bytes/result.ts';
import { isAllowedCost, PASSPHRASE_SALT_LENGTH } from '../../core/crypto/passphrase.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';
import type { Answer, Asked } from './argon2-worker.ts';

export const createPassphraseKeys = (): PassphraseKeys => ({
  derive: async (passphrase, salt, cost) => {
    if (!isAllowedCost(cost)) throw new RangeError('A cost that no passphrase may have');
    if (salt.length !== PASSPHRASE_SALT_LENGTH) throw new RangeError('A salt has 16 bytes');
    const answer = await ask({ kind: 'derive', passphrase, salt, cost });
    return answer.kind === 'key' ? ok(answer.key) : err('unavailable');
  },
  calibrate: async () => {
    const answer = await ask({ kind: 'calibrate' });
    return answer.kind === 'cost' && isAllowedCost(answer.cost)
      ? ok(answer.cost)
      : err('unavailable');
  },
});

/** A worker that does not load, or falls over, gives the same answer as one that cannot. */
const ask = (asked: Asked): Promise<Answer> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./argon2-worker.ts', import.meta.url), { type: 'module' });
    const settle = (answer: Answer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.addEventListener('error', () => settle({ kind: 'unavailable', why: 'worker' }));
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => settle(data));
    worker.postMessage(asked);
  });
