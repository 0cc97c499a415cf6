/**
 * What happens to the page, from the browser's own events: sight (Page
 * Visibility), network (online, offline), and waking from the back-forward
 * cache or a freeze (Page Lifecycle).
 */
import type { Lifecycle, LifecycleEvent } from '../../ports/lifecycle.ts';

export const createLifecycle = (): Lifecycle => ({
  get visible() {
    return isVisible();
  },
  subscribe: (heard) => {
    const ended = new AbortController();
    const on = (target: EventTarget, type: string, tell: (event: Event) => void): void =>
      target.addEventListener(type, tell, { signal: ended.signal });
    const say = (event: LifecycleEvent) => (): void => heard(event);

    on(document, 'visibilitychange', () => heard(isVisible() ? 'visible' : 'hidden'));
    on(document, 'freeze', say('frozen'));
    on(document, 'resume', say('resumed'));
    on(window, 'pageshow', (event) => {
      if (event instanceof PageTransitionEvent && event.persisted) heard('resumed');
    });
    on(window, 'online', say('online'));
    on(window, 'offline', say('offline'));
    return () => ended.abort();
  },
});

const isVisible = (): boolean => document.visibilityState === 'visible';
