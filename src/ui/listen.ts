/**
 * Adding and removing a listener as one thing, so that neither is forgotten:
 * the function that comes back takes away exactly what was added.
 */

export type Stop = () => void;

export function listen<K extends keyof WindowEventMap>(
  target: Window,
  type: K,
  handler: (event: WindowEventMap[K]) => void,
  options?: AddEventListenerOptions,
): Stop;
export function listen(
  target: EventTarget,
  type: string,
  handler: (event: Event) => void,
  options?: AddEventListenerOptions,
): Stop;
export function listen(
  target: EventTarget,
  type: string,
  handler: (event: never) => void,
  options?: AddEventListenerOptions,
): Stop {
  const heard = handler as (event: Event) => void;
  target.addEventListener(type, heard, options);
  return () => target.removeEventListener(type, heard, options);
}
