/** The rules of the Tabs port: every other tab hears every note, in order, and never its own. */
import { describe, expect, it } from 'vitest';
import type { Tabs } from '../../src/ports/tabs.ts';

/** `openLine` gives a function that opens one more tab on one line. */
export const tryTabs = (
  name: string,
  openLine: () => () => Tabs,
  settle: () => Promise<void>,
): void => {
  describe(`the line between tabs: ${name}`, () => {
    it('T-13: a note reaches every other tab, in order, and never its own', async () => {
      const open = openLine();
      const tabs = [open(), open(), open()];
      const heard = tabs.map((tab) => {
        const notes: unknown[] = [];
        tab.subscribe((note) => notes.push(note));
        return notes;
      });
      const notes = [{ kind: 'changed', rows: [1, 2] }, 'text', null, 4];
      notes.forEach((note) => tabs[0]?.tell(note));
      await settle();
      expect(heard).toEqual([[], notes, notes]);
    });

    it('T-13: lines of different names, and tabs that unsubscribed, hear nothing', async () => {
      const open = openLine();
      const [speaker, other] = [open(), openLine()()];
      const listener = open();
      const heard: unknown[] = [];
      other.subscribe((note) => heard.push(note));
      listener.subscribe((note) => heard.push(note))();
      speaker.tell('hello');
      await settle();
      expect(heard).toEqual([]);
    });
  });
};
