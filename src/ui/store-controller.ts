/**
 * Ties an element to something that can be subscribed to: from the moment it
 * is on the page until it leaves, each change asks the element to render.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Subscribable {
  subscribe(changed: () => void): () => void;
}

/** `find` is asked on every connect, because properties are set before it and may change between. */
export function followStore(
  host: ReactiveControllerHost,
  find: () => Subscribable | undefined,
): ReactiveController {
  let stop: (() => void) | undefined;
  const controller: ReactiveController = {
    hostConnected: () => {
      stop?.();
      stop = find()?.subscribe(() => host.requestUpdate());
    },
    hostDisconnected: () => {
      stop?.();
      stop = undefined;
    },
  };
  host.addController(controller);
  return controller;
}

/** The same for listeners and observers: begun on connect, ended on disconnect. */
export function whileConnected(host: ReactiveControllerHost, begin: () => readonly (() => void)[]) {
  let stops: readonly (() => void)[] = [];
  host.addController({
    hostConnected: () => {
      stops = begin();
    },
    hostDisconnected: () => {
      for (const stop of stops) stop();
      stops = [];
    },
  });
}
