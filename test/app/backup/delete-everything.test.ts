import { describe, expect, it } from 'vitest';
import {
  createDeleteEverything,
  type DeleteEverything,
} from '../../../src/app/backup/delete-everything.ts';
import { createFakeEraser, type FakeEraser } from '../../../src/effects/platform/fake-eraser.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import { createVirtualTime } from '../../../src/effects/platform/fake-timers.ts';

const twoTabs = () => {
  const happened: string[] = [];
  const time = createVirtualTime();
  const line = createFakeTabLine();
  const eraser = createFakeEraser(() => happened.push('erased'));
  const tab = (name: string, its: FakeEraser): DeleteEverything =>
    createDeleteEverything({
      tabs: line.tab(),
      eraser: its,
      timers: time,
      close: () => happened.push(`${name} closed`),
      restart: () => happened.push(`${name} anew`),
    });
  return { happened, time, eraser, here: tab('here', eraser), there: tab('there', eraser) };
};

describe('deleting everything', () => {
  it('A-320: closes the program of every tab first, and starts all anew when all is gone', async () => {
    const { happened, time, eraser, here } = twoTabs();
    eraser.hold();
    let isHeld = false;
    const done = here.deleteEverything(() => (isHeld = true));
    await time.advance(100);
    expect([isHeld, happened]).toEqual([true, ['here closed', 'there closed']]);
    eraser.release();
    expect(await done).toBe(true);
    await time.advance(100);
    expect(happened.slice(2)).toEqual(['erased', 'here anew', 'there anew']);
  });

  it('A-320: says so when the browser refuses a part, and does not look as if all were gone', async () => {
    const { happened, eraser, here } = twoTabs();
    eraser.refuse();
    expect(await here.deleteEverything(() => undefined)).toBe(false);
    expect(happened).not.toContain('here anew');
  });

  it('A-320: a tab whose teller was closed in the middle starts anew after a while', async () => {
    const { happened, time, eraser, here } = twoTabs();
    eraser.hold();
    void here.deleteEverything(() => undefined);
    await time.advance(300_000);
    expect(happened).toContain('there anew');
  });
});
