import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_BUDGET,
  MAX_PLACES,
  PATIENCE_MS,
  QUIET_MS,
  RANK,
  stepBudget,
  TURN_MS,
  wouldGetPlace,
  type BudgetInput,
  type BudgetState,
  type PlaceFacts,
  type Rank,
} from '../../../src/app/links/budget.ts';

const BUSY: PlaceFacts = {
  isUp: true,
  isLookedAt: false,
  isPeerLooking: false,
  isEven: false,
  spokeAt: 0,
};

/** A budget in hand-made time, whose links say of themselves what a test wants. */
const createDesk = () => {
  let state: BudgetState = EMPTY_BUDGET;
  let now = 0;
  const facts = new Map<string, PlaceFacts>();
  const granted: string[] = [];
  const yielded: string[] = [];
  const feed = (input: BudgetInput): void => {
    const step = stepBudget(state, input, { now, facts });
    state = step.state;
    for (const { type, name } of step.outputs) {
      if (type === 'yield') yielded.push(name);
      else {
        granted.push(name);
        facts.set(name, { ...BUSY, spokeAt: now });
      }
    }
  };
  return {
    granted,
    yielded,
    now: () => now,
    state: () => state,
    names: () => state.places.map(({ name }) => name),
    pass: (ms: number) => {
      now += ms;
      feed({ type: 'review' });
    },
    want: (name: string, rank: Rank = RANK.news) =>
      feed({ type: 'want', name, group: name.split('/')[0] ?? name, rank }),
    leave: (name: string) => {
      facts.delete(name);
      feed({ type: 'leave', name });
    },
    be: (name: string, change: Partial<PlaceFacts>) =>
      facts.set(name, { ...BUSY, ...facts.get(name), ...change }),
    vanish: (name: string) => facts.delete(name),
    isFree: (group: string, rank: Rank) => wouldGetPlace(state, group, rank, { now, facts }),
  };
};

const full = () => {
  const desk = createDesk();
  for (let i = 0; i < MAX_PLACES; i++) desk.want(`old${i}`);
  return desk;
};

describe('the budget of links', () => {
  it('L-70: there are at most eight places, and who comes later waits', () => {
    const desk = full();
    desk.want('late');
    expect(desk.granted).toHaveLength(MAX_PLACES);
    desk.leave('old3');
    expect(desk.granted.at(-1)).toBe('late');
    expect(desk.names()).toHaveLength(MAX_PLACES);
  });

  it('L-71: a link with nothing left to tell gives way at once, the one that rested longest first', () => {
    const desk = full();
    desk.be('old2', { isEven: true, spokeAt: 10 });
    desk.be('old5', { isEven: true, spokeAt: 0 });
    desk.pass(QUIET_MS + 10);
    desk.want('late');
    expect(desk.yielded).toEqual(['old5']);
    desk.leave('old5');
    expect(desk.granted.at(-1)).toBe('late');
  });

  it('L-71: whom nobody looks at on either side gives way before whom somebody does', () => {
    const desk = full();
    desk.be('old1', { isEven: true, spokeAt: 0, isPeerLooking: true });
    desk.be('old6', { isEven: true, spokeAt: 5 });
    desk.pass(QUIET_MS + 10);
    desk.want('late');
    desk.want('later');
    expect(desk.yielded).toEqual(['old6', 'old1']);
  });

  it('L-72: for the conversation that a person opens a place is cleared at once', () => {
    const desk = full();
    desk.want('news');
    desk.want('looked', RANK.looked);
    expect(desk.yielded).toHaveLength(1);
    desk.leave(desk.yielded[0] ?? '');
    expect(desk.granted.at(-1)).toBe('looked');
  });

  it('L-72: what a person looks at is not taken away, up to six', () => {
    const desk = full();
    for (let i = 0; i < MAX_PLACES; i++) desk.be(`old${i}`, { isLookedAt: true });
    for (let i = 0; i < 5; i++) desk.want(`late${i}`);
    desk.pass(TURN_MS);
    expect(desk.yielded.sort()).toEqual(['old0', 'old1']);
  });

  it('L-73: those who wait come in order: looked at, news for who looks, news, whose turn is longest ago', () => {
    const desk = full();
    desk.pass(1);
    desk.want('old0-b');
    desk.want('company', RANK.company);
    desk.want('news-a');
    desk.want('awaited', RANK.awaited);
    desk.want('looked', RANK.looked);
    desk.leave('old0');
    desk.want('old0');
    for (const name of ['old1', 'old2', 'old3', 'old4', 'old5', 'old6']) desk.leave(name);
    expect(desk.granted.slice(MAX_PLACES)).toEqual([
      'looked',
      'awaited',
      'old0-b',
      'news-a',
      'old0',
      'company',
    ]);
  });

  it('L-73: company alone, without news, takes no place from anybody who looks', () => {
    const desk = full();
    for (let i = 0; i < MAX_PLACES; i++) {
      desk.be(`old${i}`, { isEven: true, spokeAt: 0, isPeerLooking: true });
    }
    desk.want('company', RANK.company);
    desk.pass(10 * PATIENCE_MS);
    expect(desk.yielded).toEqual([]);
    expect(desk.isFree('more', RANK.company)).toBe(false);
    expect(desk.isFree('more', RANK.news)).toBe(true);
  });

  it('L-74: a link that has much to tell keeps its place for its turn, and no longer when others wait', () => {
    const desk = full();
    desk.want('late');
    desk.pass(TURN_MS - 1);
    expect(desk.yielded).toEqual([]);
    desk.pass(1);
    expect(desk.yielded).toEqual(['old0']);
  });

  it('L-74: a second device of a conversation waits behind conversations that have no place, and gives way to them', () => {
    const desk = createDesk();
    for (let i = 0; i < MAX_PLACES; i++) desk.want(`one/${i}`);
    desk.be('one/0', { isUp: true });
    for (let i = 1; i < MAX_PLACES; i++) desk.be(`one/${i}`, { isUp: false });
    desk.want('one/more');
    desk.want('two/0');
    expect(desk.yielded).toEqual(['one/1']);
    desk.leave('one/1');
    expect(desk.granted.at(-1)).toBe('two/0');
  });

  it('L-74: ever new peers of one conversation end no link of it', () => {
    const desk = createDesk();
    for (let i = 0; i < MAX_PLACES; i++) desk.want(`one/${i}`);
    for (let i = 0; i < 50; i++) {
      desk.want(`one/new${i}`);
      desk.pass(TURN_MS / 10);
    }
    expect(desk.yielded).toEqual([]);
  });

  it('L-75: a place that nobody uses, and a wish that nobody repeats, end', () => {
    const desk = full();
    desk.vanish('old4');
    desk.want('late');
    desk.pass(9_999);
    expect(desk.names()).not.toContain('late');
    desk.pass(1);
    expect(desk.names()).toContain('late');
    desk.want('gone', RANK.company);
    desk.pass(90_000);
    expect(desk.state().wishes).toEqual([]);
  });

  it('L-76: whatever happens, places are never more than eight, and nobody with news waits for ever', () => {
    const act = fc.record({
      who: fc.integer({ min: 0, max: 59 }),
      what: fc.constantFrom('want', 'even', 'busy', 'look', 'vanish', 'leave'),
      rank: fc.constantFrom<Rank>(0, 1, 2, 3),
      ms: fc.integer({ min: 0, max: 4_000 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 150 }), (acts) => {
        const desk = createDesk();
        for (const { who, what, rank, ms } of acts) {
          const name = `c${who}`;
          if (what === 'want') desk.want(name, rank);
          else if (what === 'leave') desk.leave(name);
          else if (what === 'vanish') desk.vanish(name);
          else if (desk.names().includes(name)) {
            desk.be(name, { isEven: what === 'even', isLookedAt: what === 'look' });
          }
          desk.pass(ms);
          for (const left of desk.yielded.splice(0)) desk.leave(left);
          expect(desk.names().length).toBeLessThanOrEqual(MAX_PLACES);
        }
      }),
    );
  });

  it('L-76: sixty who always have news, and never an end of it, all get their turns alike', () => {
    const desk = createDesk();
    const names = Array.from({ length: 60 }, (_, i) => `c${i}`);
    const longest = new Map(names.map((name) => [name, 0]));
    for (let second = 0; second < 1_500; second++) {
      const held = desk.names();
      const isKnock = second % 30 === 0;
      for (const name of names) {
        if (isKnock && !held.includes(name))
          desk.want(name, second % 60 ? RANK.awaited : RANK.news);
      }
      desk.pass(1_000);
      for (const left of desk.yielded.splice(0)) {
        desk.leave(left);
        desk.want(left);
      }
      const now = new Set(desk.names());
      for (const name of names) {
        longest.set(name, now.has(name) ? 0 : (longest.get(name) ?? 0) + 1);
        expect(longest.get(name)).toBeLessThan(((60 / MAX_PLACES) * TURN_MS * 1.5) / 1_000);
      }
    }
    const turns = names.map((name) => desk.granted.filter((each) => each === name).length);
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(3);
  });
});
