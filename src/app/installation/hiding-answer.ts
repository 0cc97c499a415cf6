/** How hiding a profile, or opening a hidden one, ended. */

export type HiddenFailure =
  /** No hidden profile opens with it. */
  | 'wrong'
  /** Too many wrong ones: later. */
  | 'wait'
  /** This browser cannot make a key of it. */
  | 'unsupported'
  | 'storage';

export type HidingAnswer =
  | 'done'
  | HiddenFailure
  /** The passphrase opens another hidden profile. */
  | 'taken'
  /** The one that came with the app, or the only one, cannot be hidden. */
  | 'impossible';
