/**
 * What the scanner needs of a camera, as an interface, so that the sandbox and
 * the tests can play every case: none, denied, busy, pulled out while it runs.
 */

export type CameraFailure =
  /** The page is not a secure context, where browsers offer no camera. */
  | 'insecure'
  | 'missing'
  /** By the person, the browser's settings or the system. */
  | 'denied'
  /** Another program has it, or it did not start. */
  | 'busy'
  /** It ended while it ran: pulled out, or its permission was taken back. */
  | 'lost';

export type CameraChoice = { readonly id: string; readonly label: string };

/** A camera that runs, and its light with it, until `stop`. */
export interface RunningCamera {
  readonly stream: MediaStream;
  /** One of `choices`; empty when the browser does not say. */
  readonly id: string;
  readonly choices: readonly CameraChoice[];
  /** It looks at whoever holds the device, who is used to a mirror. */
  readonly facesPerson: boolean;
  readonly hasTorch: boolean;
  /** False when the camera did not obey. */
  setTorch(on: boolean): Promise<boolean>;
  onLost(lost: () => void): void;
  /** At once, and for good. */
  stop(): void;
}

export type CameraOpened =
  | { readonly ok: true; readonly camera: RunningCamera }
  | { readonly ok: false; readonly failure: CameraFailure };

export interface Cameras {
  /** Asks for permission where that is needed. Without an id, the one at the back where there is one. */
  open(id?: string): Promise<CameraOpened>;
}
