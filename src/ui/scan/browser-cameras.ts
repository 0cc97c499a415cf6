/**
 * The cameras of a real browser (W3C Media Capture and Streams). Sound is
 * never asked for, and no picture leaves the stream but to the scanner.
 */

import { listen } from '../listen.ts';
import type {
  CameraChoice,
  CameraFailure,
  CameraOpened,
  Cameras,
  RunningCamera,
} from './camera.ts';

/** Of the Image Capture draft, which the type library does not know. */
type TorchCapabilities = MediaTrackCapabilities & { readonly torch?: boolean };
type TorchConstraint = MediaTrackConstraintSet & { readonly torch: boolean };

/** Enough for a code that fills a fifth of the picture; more only costs time. */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export function createBrowserCameras(view: Window): Cameras {
  // Absent in an insecure context, whatever the type library says.
  const devices: Partial<MediaDevices> | undefined = view.navigator.mediaDevices;
  return {
    open: async (id) => {
      if (devices?.getUserMedia === undefined) {
        return failed(view.isSecureContext ? 'missing' : 'insecure');
      }
      try {
        const stream = await view.navigator.mediaDevices.getUserMedia({
          video: { ...SIZE, ...which(id) },
          audio: false,
        });
        return opened(view, stream);
      } catch (error) {
        return failed(failureOf(error));
      }
    },
  };
}

function which(id: string | undefined): MediaTrackConstraints {
  return id === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: id } };
}

async function opened(view: Window, stream: MediaStream): Promise<CameraOpened> {
  const [track] = stream.getVideoTracks();
  if (track === undefined) return failed('missing');
  try {
    const choices = await choicesOf(view.navigator.mediaDevices);
    return { ok: true, camera: running(view, stream, track, choices) };
  } catch (error) {
    track.stop();
    throw error;
  }
}

/** Their names are told only now that one of them runs. */
async function choicesOf(devices: MediaDevices): Promise<readonly CameraChoice[]> {
  const all = await devices.enumerateDevices();
  return all
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

function running(
  view: Window,
  stream: MediaStream,
  track: MediaStreamTrack,
  choices: readonly CameraChoice[],
): RunningCamera {
  const { facingMode, deviceId = '' } = track.getSettings();
  const able = track.getCapabilities?.() as TorchCapabilities | undefined;
  // The camera of a laptop does not say where it looks.
  const isOnDesk = !view.matchMedia('(pointer: coarse)').matches;
  return {
    stream,
    id: deviceId,
    choices,
    facesPerson: facingMode === 'user' || (facingMode === undefined && isOnDesk),
    hasTorch: able?.torch === true,
    setTorch: async (on) => {
      const torch: TorchConstraint = { torch: on };
      try {
        await track.applyConstraints({ advanced: [torch] });
        return true;
      } catch (error) {
        failureOf(error);
        return false;
      }
    },
    onLost: (lost) => void listen(track, 'ended', lost),
    stop: () => {
      for (const each of stream.getTracks()) each.stop();
    },
  };
}

/** What a browser says when it refuses (Media Capture and Streams, 10.2); anything else is our bug. */
function failureOf(error: unknown): CameraFailure {
  if (!(error instanceof DOMException) && !isOverconstrained(error)) throw error;
  switch (error.name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    default:
      return 'busy';
  }
}

/** Not a DOMException in every browser. */
function isOverconstrained(error: unknown): error is Error {
  return (
    typeof OverconstrainedError !== 'undefined' && (error as object) instanceof OverconstrainedError
  );
}

function failed(failure: CameraFailure): CameraOpened {
  return { ok: false, failure };
}
