import { describe, expect, it } from 'vitest';
import { nextMessage } from '../../../src/ui/message-list/keys.ts';
import { theirs } from '../sandbox/people.ts';

describe('arrow keys in the log', () => {
  const messages = Array.from({ length: 30 }, (_, index) => theirs(`${index}`, 0));
  const at = (index: number) => messages[index]?.id ?? '';
  const go = (key: string, from: number) => nextMessage({ key }, messages, at(from));

  it('U-10: lead from message to message, by ten and to both ends', () => {
    expect(go('ArrowUp', 5)).toBe(at(4));
    expect(go('ArrowDown', 5)).toBe(at(6));
    expect(go('PageUp', 15)).toBe(at(5));
    expect(go('PageDown', 25)).toBe(at(29));
    expect(go('Home', 15)).toBe(at(0));
    expect(go('End', 15)).toBe(at(29));
  });

  it('U-10: lead nowhere at the end, and other keys are not taken', () => {
    expect(go('ArrowUp', 0)).toBeUndefined();
    expect(go('ArrowDown', 29)).toBeUndefined();
    expect(go('a', 5)).toBeUndefined();
  });
});
