/**
 * The camera while the scanner is open: it starts, runs, fails, and rests.
 *
 * The light of the camera is a promise to the person before it: whatever comes
 * first, a rest, another camera, an answer that comes too late, what was begun
 * before is stopped before anything else is.
 */

import type { CameraFailure, Cameras, RunningCamera } from './camera.ts';

export type ScanState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly camera: RunningCamera }
  | { readonly kind: 'failed'; readonly failure: CameraFailure }
  | { readonly kind: 'resting' };

export interface ScanSession {
  /** Resolves when the camera runs or has failed, or when a later call took over. */
  start(id?: string): Promise<void>;
  /** Stops the camera at once, also one that is still being opened as soon as it is there. */
  rest(): void;
}

export function createScanSession(
  loadCameras: () => Promise<Cameras>,
  changed: (state: ScanState) => void,
): ScanSession {
  let turn = 0;
  let current: RunningCamera | undefined;

  const end = (state: ScanState) => {
    turn += 1;
    current?.stop();
    current = undefined;
    changed(state);
    return turn;
  };

  return {
    start: async (id) => {
      const own = end({ kind: 'starting' });
      const cameras = await loadCameras();
      if (own !== turn) return;
      const opened = await cameras.open(id);
      if (own !== turn) {
        if (opened.ok) opened.camera.stop();
        return;
      }
      if (!opened.ok) {
        changed({ kind: 'failed', failure: opened.failure });
        return;
      }
      current = opened.camera;
      current.onLost(() => {
        if (own === turn) end({ kind: 'failed', failure: 'lost' });
      });
      changed({ kind: 'running', camera: opened.camera });
    },
    rest: () => void end({ kind: 'resting' }),
  };
}
