/** The line between the fake tabs of one test; a frozen tab hears everything once it thaws. */
import type { Tabs } from '../../ports/tabs.ts';

export interface FakeTabLine {
  /** One more tab on the line. */
  tab(): FakeTab;
}

export interface FakeTab extends Tabs {
  freeze(): void;
  thaw(): void;
  /** The tab leaves the line, as when it is closed. */
  close(): void;
}

type Inbox = (note: unknown) => void;

export const createFakeTabLine = (): FakeTabLine => {
  const inboxes = new Set<Inbox>();
  return {
    tab: () => {
      const listeners = new Set<(note: unknown) => void>();
      const held: unknown[] = [];
      let frozen = false;

      const hear: Inbox = (note) => {
        if (frozen) held.push(note);
        else for (const listener of [...listeners]) listener(note);
      };
      inboxes.add(hear);

      return {
        tell: (note) => {
          for (const inbox of inboxes) {
            if (inbox === hear) continue;
            const copy: unknown = structuredClone(note);
            queueMicrotask(() => inboxes.has(inbox) && inbox(copy));
          }
        },
        subscribe: (heard) => {
          listeners.add(heard);
          return () => listeners.delete(heard);
        },
        freeze: () => {
          frozen = true;
        },
        thaw: () => {
          frozen = false;
          for (const note of held.splice(0)) hear(note);
        },
        close: () => inboxes.delete(hear),
      };
    },
  };
};
