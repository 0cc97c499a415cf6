/** What the scanner says: how it fares, what went wrong and what to do, in words of a person. */

import { msg } from '@lit/localize';
import type { CameraFailure } from './camera.ts';
import type { ScanState } from './session.ts';

/** What came of the last look, beside how the camera fares. */
export type ScanNote =
  | 'none'
  | 'reading-picture'
  | 'other-code'
  | 'no-number'
  | 'own-number'
  | 'newer-number'
  | 'picture-without-code'
  | 'not-a-picture'
  | 'reader-broken';

export function noteWords(note: ScanNote): string {
  switch (note) {
    case 'none':
      return '';
    case 'reading-picture':
      return msg('Looking at the picture…');
    case 'other-code':
      return msg('This QR code is no Grapevine invitation. Try the one that your contact shows.');
    case 'no-number':
      return msg('This QR code is no safety number. Your contact finds it in the details, too.');
    case 'own-number':
      return msg('This is the code of this device. Scan the one that your contact’s device shows.');
    case 'newer-number':
      return msg('This safety number is from a newer version of Grapevine. Update this one.');
    case 'picture-without-code':
      return msg('No QR code was found in this picture. Choose one that shows the whole code.');
    case 'not-a-picture':
      return msg('This file could not be read as a picture.');
    case 'reader-broken':
      return msg('The scanner could not be loaded. Reload the page, or paste the link instead.');
  }
}

export function stateWords(state: ScanState, aim: string): string {
  switch (state.kind) {
    case 'starting':
      return msg('Starting the camera… If the browser asks, allow it.');
    case 'running':
      return aim;
    case 'resting':
      return msg('The camera is off.');
    case 'failed':
      return '';
  }
}

export type FailureWords = {
  readonly title: string;
  readonly text: string;
  /** Asking again may help without anything that only another place can change. */
  readonly again: boolean;
};

export function failureWords(failure: CameraFailure): FailureWords {
  switch (failure) {
    case 'insecure':
      return {
        title: msg('No camera at this address'),
        text: msg(
          'Browsers give the camera only to pages opened over https:// or from localhost. Choose a picture of the code, or paste the link.',
        ),
        again: false,
      };
    case 'missing':
      return {
        title: msg('No camera was found'),
        text: msg('Connect one, choose a picture of the code, or paste the link.'),
        again: true,
      };
    case 'denied':
      return {
        title: msg('Grapevine may not use the camera'),
        text: msg(
          'Allow it in the browser’s settings for this page, mostly found beside the address, and in the settings of the device. Or choose a picture of the code.',
        ),
        again: true,
      };
    case 'busy':
      return {
        title: msg('The camera did not start'),
        text: msg('Another program may be using it. Close that and try again.'),
        again: true,
      };
    case 'lost':
      return {
        title: msg('The camera stopped'),
        text: msg('It was disconnected, or may no longer be used.'),
        again: true,
      };
  }
}
