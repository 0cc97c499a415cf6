import { describe, expect, it } from 'vitest';
import { createBrowserCameras } from '../../../src/ui/scan/browser-cameras.ts';
import type { RunningCamera } from '../../../src/ui/scan/camera.ts';

describe('the cameras of a browser', () => {
  it('U-67: begin with the one at the back, without sound, and take the chosen one exactly', async () => {
    const browser = play({});
    await browser.cameras.open();
    await browser.cameras.open('front');
    expect(browser.asked).toEqual([
      { audio: false, video: { ...size, facingMode: { ideal: 'environment' } } },
      { audio: false, video: { ...size, deviceId: { exact: 'front' } } },
    ]);
  });

  it('U-67: name those that are cameras, and which one runs', async () => {
    const camera = await running(play({}));
    expect(camera.choices).toEqual([
      { id: 'back', label: 'Back' },
      { id: 'front', label: '' },
    ]);
    expect(camera.id).toBe('back');
  });

  it('U-67: switch a light only where there is one, and say when it does not obey', async () => {
    expect((await running(play({}))).hasTorch).toBe(false);
    const obedient = play({ torch: true });
    const camera = await running(obedient);
    expect(camera.hasTorch).toBe(true);
    expect(await camera.setTorch(true)).toBe(true);
    expect(obedient.constraints).toEqual([{ advanced: [{ torch: true }] }]);
    const stubborn = await running(play({ torch: true, refuses: 'OverconstrainedError' }));
    expect(await stubborn.setTorch(true)).toBe(false);
  });

  it.each([
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ])('U-62: tell %s as %s', async (name, failure) => {
    const opened = await play({ fails: new DOMException('', name) }).cameras.open();
    expect(opened).toEqual({ ok: false, failure });
  });

  it('U-62: are told apart from an address that is not secure', async () => {
    const nothing = { isSecureContext: false, navigator: {} } as unknown as Window;
    expect(await createBrowserCameras(nothing).open()).toEqual({ ok: false, failure: 'insecure' });
    const none = { isSecureContext: true, navigator: {} } as unknown as Window;
    expect(await createBrowserCameras(none).open()).toEqual({ ok: false, failure: 'missing' });
  });

  it('U-62: do not hide a mistake of ours', async () => {
    const broken = play({ fails: new TypeError('ours') });
    await expect(broken.cameras.open()).rejects.toThrow('ours');
  });

  it('U-61: are off when the list of them cannot be had, and after a stop', async () => {
    const broken = play({ listFails: true });
    await expect(broken.cameras.open()).rejects.toThrow('no list');
    expect(broken.isLit()).toBe(false);
    const fine = play({});
    const camera = await running(fine);
    expect(fine.isLit()).toBe(true);
    camera.stop();
    expect(fine.isLit()).toBe(false);
  });

  it('U-62: say when they are pulled out', async () => {
    const browser = play({});
    const camera = await running(browser);
    let told = 0;
    camera.onLost(() => (told += 1));
    browser.pullOut();
    expect(told).toBe(1);
  });
});

const size = { width: { ideal: 1280 }, height: { ideal: 720 } };

type Play = {
  readonly fails?: Error;
  readonly listFails?: boolean;
  readonly torch?: boolean;
  readonly refuses?: string;
};

function play({ fails, listFails = false, torch = false, refuses }: Play) {
  const asked: unknown[] = [];
  const constraints: unknown[] = [];
  let isLit = false;
  const track = Object.assign(new EventTarget(), {
    stop: () => {
      isLit = false;
    },
    getSettings: () => ({ deviceId: 'back', facingMode: 'environment' }),
    getCapabilities: () => ({ torch }),
    applyConstraints: async (given: unknown) => {
      if (refuses !== undefined) throw new DOMException('', refuses);
      constraints.push(given);
    },
  });
  const mediaDevices = {
    getUserMedia: async (given: unknown) => {
      asked.push(given);
      if (fails !== undefined) throw fails;
      isLit = true;
      return { getVideoTracks: () => [track], getTracks: () => [track] };
    },
    enumerateDevices: async () => {
      if (listFails) throw new Error('no list');
      return [
        { kind: 'audioinput', deviceId: 'ear', label: 'Ear' },
        { kind: 'videoinput', deviceId: 'back', label: 'Back' },
        { kind: 'videoinput', deviceId: 'front', label: '' },
      ];
    },
  };
  const view = {
    isSecureContext: true,
    navigator: { mediaDevices },
    matchMedia: () => ({ matches: true }),
  };
  return {
    cameras: createBrowserCameras(view as unknown as Window),
    asked,
    constraints,
    isLit: () => isLit,
    pullOut: () => track.dispatchEvent(new Event('ended')),
  };
}

async function running({ cameras }: ReturnType<typeof play>): Promise<RunningCamera> {
  const opened = await cameras.open();
  if (!opened.ok) throw new Error(opened.failure);
  return opened.camera;
}
