/** Cameras that only play: a still picture of a table with a paper on it, or the way one fails. */

import { encode } from 'uqr';
import type {
  CameraFailure,
  CameraOpened,
  Cameras,
  RunningCamera,
} from '../../../src/ui/scan/camera.ts';

export type CameraCase =
  | { readonly shows: 'blank' | 'other-code'; readonly many?: boolean; readonly torch?: boolean }
  | { readonly fails: CameraFailure }
  /** The browser still asks the person. */
  | { readonly starts: true };

export function createFakeCameras(play: CameraCase): Cameras {
  return {
    open: async (): Promise<CameraOpened> => {
      if ('starts' in play) return new Promise<CameraOpened>(() => undefined);
      if ('fails' in play) return { ok: false, failure: play.fails };
      const code = play.shows === 'other-code' ? 'https://example.org/menu' : undefined;
      return { ok: true, camera: fakeCamera(code, play.many === true, play.torch === true) };
    },
  };
}

function fakeCamera(code: string | undefined, many: boolean, hasTorch: boolean): RunningCamera {
  const canvas = document.createElement('canvas');
  paint(canvas, code);
  // A canvas that rests gives no frames.
  const painting = setInterval(() => paint(canvas, code), 100);
  const stream = canvas.captureStream(10);
  return {
    stream,
    id: 'back',
    choices: [
      { id: 'back', label: 'Back camera' },
      ...(many ? [{ id: 'front', label: 'Front camera' }] : []),
    ],
    facesPerson: false,
    hasTorch,
    setTorch: async () => true,
    onLost: () => undefined,
    stop: () => {
      clearInterval(painting);
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

function paint(canvas: HTMLCanvasElement, code: string | undefined) {
  canvas.width = 960;
  canvas.height = 720;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const table = context.createLinearGradient(0, 0, 960, 720);
  table.addColorStop(0, '#8a6a4c');
  table.addColorStop(1, '#4d3826');
  context.fillStyle = table;
  context.fillRect(0, 0, 960, 720);
  context.translate(480, 360);
  context.rotate(-0.06);
  context.fillStyle = '#f4f1ea';
  context.fillRect(-250, -290, 500, 580);
  if (code === undefined) return;
  const { size, data } = encode(code, { border: 0 });
  const unit = 320 / size;
  context.fillStyle = '#1b1720';
  data.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) context.fillRect(-160 + x * unit, -160 + y * unit, unit + 0.5, unit + 0.5);
    }),
  );
}
