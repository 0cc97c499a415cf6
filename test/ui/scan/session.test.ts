import { describe, expect, it } from 'vitest';
import type { CameraOpened, Cameras, RunningCamera } from '../../../src/ui/scan/camera.ts';
import { createScanSession, type ScanState } from '../../../src/ui/scan/session.ts';

describe('the camera of the scanner', () => {
  it('U-61: ends with a rest', async () => {
    const played = play();
    await played.session.start();
    expect(played.kinds()).toEqual(['starting', 'running']);
    expect(played.lit()).toBe(1);
    played.session.rest();
    expect(played.lit()).toBe(0);
    expect(played.kinds().at(-1)).toBe('resting');
  });

  it('U-61: ends before another one is opened', async () => {
    const played = play();
    await played.session.start();
    const litWhenOpened: number[] = [];
    played.whenOpened(() => litWhenOpened.push(played.lit()));
    await played.session.start('front');
    expect(litWhenOpened).toEqual([0]);
    expect(played.opened).toEqual([undefined, 'front']);
    expect(played.lit()).toBe(1);
  });

  it('U-61: that comes after a rest is ended as it comes, and never shown', async () => {
    const played = play({ slow: true });
    const starting = played.session.start();
    await played.answerable();
    played.session.rest();
    played.answer();
    await starting;
    expect(played.stopped()).toBe(1);
    expect(played.lit()).toBe(0);
    expect(played.kinds()).toEqual(['starting', 'resting']);
  });

  it('U-61: is not even asked for when the rest came first', async () => {
    const played = play();
    const starting = played.session.start();
    played.session.rest();
    await starting;
    expect(played.opened).toEqual([]);
    expect(played.kinds()).toEqual(['starting', 'resting']);
  });

  it('U-61: of two that were asked for, only the later one stays on', async () => {
    const played = play({ slow: true });
    const first = played.session.start('back');
    await played.answerable();
    const second = played.session.start('front');
    await played.answerable(2);
    played.answer();
    played.answer();
    await Promise.all([first, second]);
    expect(played.lit()).toBe(1);
    expect(played.current()?.id).toBe('front');
  });

  it('U-62: is told as lost when it ends by itself, and as what it failed with', async () => {
    const played = play();
    await played.session.start();
    played.pullOut();
    expect(played.states.at(-1)).toEqual({ kind: 'failed', failure: 'lost' });

    const denied = play({ fails: 'denied' });
    await denied.session.start();
    expect(denied.states.at(-1)).toEqual({ kind: 'failed', failure: 'denied' });
  });

  it('U-62: that was given up before says nothing any more', async () => {
    const played = play();
    await played.session.start('back');
    const pullOutFirst = played.pullOut;
    await played.session.start('front');
    pullOutFirst(0);
    expect(played.current()?.id).toBe('front');
    expect(played.lit()).toBe(1);
  });
});

type Play = { readonly slow?: boolean; readonly fails?: 'denied' };

function play({ slow = false, fails }: Play = {}) {
  const states: ScanState[] = [];
  const opened: (string | undefined)[] = [];
  const pending: (() => void)[] = [];
  const lost: (() => void)[] = [];
  const running = new Set<RunningCamera>();
  let stopped = 0;
  let opening = () => {};

  const camera = (id: string): RunningCamera => {
    const made: RunningCamera = {
      stream: {} as MediaStream,
      id,
      choices: [],
      facesPerson: false,
      hasTorch: false,
      setTorch: async () => true,
      onLost: (told) => lost.push(told),
      stop: () => {
        if (running.delete(made)) stopped += 1;
      },
    };
    running.add(made);
    return made;
  };
  const cameras: Cameras = {
    open: async (id): Promise<CameraOpened> => {
      opened.push(id);
      opening();
      if (fails !== undefined) return { ok: false, failure: fails };
      if (slow) await new Promise<void>((resolve) => pending.push(resolve));
      return { ok: true, camera: camera(id ?? 'back') };
    },
  };
  const session = createScanSession(
    async () => cameras,
    (state) => states.push(state),
  );
  return {
    session,
    states,
    opened,
    kinds: () => states.map(({ kind }) => kind),
    lit: () => running.size,
    stopped: () => stopped,
    whenOpened: (told: () => void) => {
      opening = told;
    },
    answer: () => pending.shift()?.(),
    /** Until this many cameras were asked for. */
    answerable: async (count = 1) => {
      while (pending.length < count) await Promise.resolve();
    },
    pullOut: (index = lost.length - 1) => lost[index]?.(),
    current: () => {
      const last = states.at(-1);
      return last?.kind === 'running' ? last.camera : undefined;
    },
  };
}
