import { describe, expect, it } from 'vitest';
import {
  cancelContext,
  giveBack,
  NOTHING_WRITTEN,
  startEdit,
  startReply,
  takeBack,
} from '../../../src/ui/composer/writing.ts';

const half = { ...startReply(NOTHING_WRITTEN, 'a'), text: 'half a reply' };

describe('what is being written', () => {
  it('U-10: an edit lays aside what was being written, and gives it back when it is left', () => {
    const editing = startEdit(half, 'b', 'as it was');
    expect(editing).toMatchObject({ text: 'as it was', context: { editing: 'b' } });
    expect(cancelContext(editing)).toEqual(half);
    expect(takeBack(editing)).toEqual(half);
  });

  it('U-10: a second edit lays nothing of the first aside', () => {
    const second = startEdit(startEdit(half, 'b', 'first'), 'c', 'second');
    expect(cancelContext(second)).toEqual(half);
  });

  it('U-10: a reply that is not wanted leaves the words', () => {
    expect(cancelContext(half)).toEqual({ ...NOTHING_WRITTEN, text: 'half a reply' });
  });

  it('U-12: what could not be made durable comes back before what was typed since', () => {
    const typed = { ...NOTHING_WRITTEN, text: 'and more' };
    expect(giveBack(typed, half)).toMatchObject({
      text: 'half a reply\nand more',
      context: { replyTo: 'a' },
    });
    expect(giveBack(NOTHING_WRITTEN, half).text).toBe('half a reply');
  });

  it('U-12: an edit that could not be made durable comes back, what was typed since is laid aside', () => {
    const typed = { ...NOTHING_WRITTEN, text: 'and more' };
    const back = giveBack(typed, startEdit(NOTHING_WRITTEN, 'b', 'changed'));
    expect(back).toMatchObject({ text: 'changed', context: { editing: 'b' } });
    expect(takeBack(back).text).toBe('and more');
  });
});
