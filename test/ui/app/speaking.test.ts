/** What is spoken of other profiles. */
import { expect, it } from 'vitest';
import type { ProfileSummary, Snapshot } from '../../../src/app/snapshot.ts';
import { createSpeaker } from '../../../src/ui/app/speaking.ts';
import { states } from '../sandbox/states.ts';

const snapshot = (shown: string, work: number, club: number): Snapshot => {
  const profile = (id: string, unread: number): ProfileSummary => ({
    id,
    name: id,
    unread,
    isShown: id === shown,
  });
  const list = states['list']?.snapshot as Snapshot;
  return { ...list, conversations: [], profiles: [profile('Work', work), profile('Club', club)] };
};

it('U-197: something new in another profile is spoken once, by whom it is for', () => {
  const speak = createSpeaker();
  expect(speak(snapshot('Work', 0, 2))).toEqual([]);
  expect(speak(snapshot('Work', 1, 2))).toEqual([]);
  expect(speak(snapshot('Work', 1, 3))).toEqual(['New messages to Club']);
  expect(speak(snapshot('Work', 1, 3))).toEqual([]);
});

it('U-197: going from one profile to another speaks of nothing that was there', () => {
  const speak = createSpeaker();
  speak(snapshot('Work', 1, 3));
  expect(speak(snapshot('Club', 1, 3))).toEqual([]);
  expect(speak(snapshot('Club', 1, 0))).toEqual([]);
  expect(speak(snapshot('Work', 1, 0))).toEqual([]);
});
