/**
 * Locks between the fake tabs of one test.
 *
 * A frozen tab keeps what it holds and hears of nothing until it thaws, as a
 * page that the browser has frozen.
 */
import type { Locks } from '../../ports/locks.ts';

export interface FakeLockManager {
  /** What one tab sees. */
  tab(): FakeTabLocks;
}

export interface FakeTabLocks extends Locks {
  freeze(): void;
  thaw(): void;
}

type Request = { readonly held: () => void; readonly lost: () => void; over: boolean };
type Queue = { holder: Request | undefined; readonly waiting: Request[] };

export const createFakeLocks = (): FakeLockManager => {
  const queues = new Map<string, Queue>();

  const queueOf = (name: string): Queue => {
    const queue = queues.get(name) ?? { holder: undefined, waiting: [] };
    queues.set(name, queue);
    return queue;
  };

  const grant = (queue: Queue): void => {
    if (queue.holder !== undefined) return;
    const next = queue.waiting.shift();
    queue.holder = next;
    next?.held();
  };

  const leave = (queue: Queue, request: Request): void => {
    request.over = true;
    const at = queue.waiting.indexOf(request);
    if (at !== -1) queue.waiting.splice(at, 1);
    if (queue.holder === request) queue.holder = undefined;
    grant(queue);
  };

  const steal = (queue: Queue, request: Request): void => {
    const robbed = queue.holder;
    queue.holder = request;
    robbed?.lost();
    request.held();
  };

  return {
    tab: () => {
      const news: (() => void)[] = [];
      let frozen = false;
      /** Later, as in a browser, and only while the tab runs and still wants to know. */
      const tell = (request: Request, hear: () => void) => (): void => {
        const run = (): void => {
          if (frozen) news.push(run);
          else if (!request.over) hear();
        };
        queueMicrotask(run);
      };

      return {
        hold: (name, options, held, lost) => {
          const queue = queueOf(name);
          const request: Request = {
            held: () => tell(request, held)(),
            lost: () =>
              tell(request, () => {
                request.over = true;
                lost();
              })(),
            over: false,
          };
          if (options.steal === true) steal(queue, request);
          else {
            queue.waiting.push(request);
            grant(queue);
          }
          return { release: () => leave(queue, request) };
        },
        freeze: () => {
          frozen = true;
        },
        thaw: () => {
          frozen = false;
          for (const run of news.splice(0)) run();
        },
      };
    },
  };
};
