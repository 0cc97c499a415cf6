/** That the simulator of devices repeats and sees what is wrong; and what it found once, gone through again. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { feedRecord } from '../../../src/app/conversation/state.ts';
import type { SimDevice } from './device.ts';
import { judge, type Fate, type Said } from './judge.ts';
import { generateDevicePlan, WITH_FORKS, type DevicePlan } from './plan.ts';
import { runDevicePlan } from './run.ts';

const cases = new URL('../cases/devices/', import.meta.url);

describe('the simulator of devices', { timeout: 120_000 }, () => {
  it('A-363: the same seed gives the same plan, which survives being kept as JSON', () => {
    for (const seed of [1, 2, 3]) {
      const plan = generateDevicePlan(seed);
      expect(generateDevicePlan(seed)).toEqual(plan);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    }
    expect(generateDevicePlan(1)).not.toEqual(generateDevicePlan(2));
  });

  it('A-363: its judge tells of what is lost, unequal, forged, doubled, and read by who should not', () => {
    const to = [nameOf(0), nameOf(1), nameOf(2)];
    const said: Said[] = [
      { text: 'for all', by: 0, writer: nameOf(0), to, without: [] },
      { text: 'not for 2', by: 0, writer: nameOf(0), to: [nameOf(1)], without: [nameOf(2)] },
    ];
    const check = (texts: readonly (readonly string[])[], fate: Fate = 'lost') => {
      const devices = texts.map((shown, i) => ({
        device: deviceShowing(i, shown),
        since: 0,
        sponsors: i === 2 ? [nameOf(1)] : [],
        fate: i === 2 ? fate : ('here' as const),
      }));
      return judge(devices, said).map((finding) => finding.split(':')[0]);
    };
    const all = ['for all', 'not for 2'];
    expect(check([all, all, ['for all']])).toEqual([]);
    expect(check([all, ['for all'], []])).toEqual(['lost']);
    for (const fate of ['lost', 'copied', 'never'] as const) {
      expect(check([all, all, all], fate)).toEqual(['stolen']);
    }
    expect(check([all, [...all, 'of nobody'], []])).toEqual(['forged']);
    expect(check([[...all, 'for all'], all, []])).toEqual(['doubled']);
    expect(check([all, all, []], 'here')).toEqual(['lost', 'lost', 'unequal']);
  });

  it('A-361: finds nothing wrong in the first seeds', async () => {
    for (const seed of [2, 3, 4]) {
      expect(await runDevicePlan(generateDevicePlan(seed)), `seed ${seed}`).toEqual([]);
    }
  });

  it('A-444: finds nothing wrong in the first seeds with devices that are set back', async () => {
    for (const seed of [4, 7, 11]) {
      expect(await runDevicePlan(generateDevicePlan(seed, WITH_FORKS)), `seed ${seed}`).toEqual([]);
    }
  });

  it('A-445: what a restored device writes before it meets who has newer keys than its backup is read, and what follows', async () => {
    const findings = await runDevicePlan({
      seed: 1,
      steps: [
        { do: 'back-up', device: 0 },
        { do: 'apart', days: 2 },
        { do: 'say', device: 1, text: 'one' },
        { do: 'meet', devices: [0, 1] },
        { do: 'restore', device: 0, isGone: true },
        { do: 'say', device: 2, text: 'two' },
        { do: 'apart', days: 2 },
        { do: 'say', device: 2, text: 'three' },
        { do: 'meet', devices: [1, 2] },
        { do: 'say', device: 2, text: 'four' },
        { do: 'apart', days: 2 },
        { do: 'say', device: 2, text: 'five' },
      ],
    });
    expect(findings).toEqual([]);
  });

  it('A-362: a device that asks another of its person for keys before that one has them is given them later', async () => {
    const findings = await runDevicePlan({
      seed: 38,
      steps: [
        { do: 'meet', devices: [0, 1] },
        { do: 'say', device: 1, text: 'one' },
        { do: 'back-up', device: 0 },
        { do: 'say', device: 1, text: 'two' },
        { do: 'link', device: 0 },
        { do: 'say', device: 2, text: 'three' },
        { do: 'clock', device: 2, ms: -61_200_000 },
      ],
    });
    expect(findings).toEqual([]);
  });

  it('A-495: who has a lost device is given all that ever passed, and reads nothing said by those who knew', async () => {
    const held = new Map<string, number>();
    const plan: DevicePlan = {
      seed: 1,
      steps: [
        { do: 'link', device: 0 },
        { do: 'meet', devices: [0, 1, 2] },
        { do: 'lose', device: 2, by: 0 },
        { do: 'say', device: 0, text: 'without you' },
      ],
    };
    const findings = await runDevicePlan(plan, (what, devices) => {
      const [by, , lost] = devices.map(({ device }) => device);
      if (!by || !lost) return;
      const feed = { kind: 'message', writer: by.state().writer } as const;
      held.set(what, feedRecord(lost.state(), feed).held.length);
      expect(lost.texts()).not.toContain('without you');
    });
    expect(findings).toEqual([]);
    expect(held.get('healing')).toBe(0);
    expect(held.get('given everything')).toBe(2);
  });

  it('A-461: a long history reaches a device that comes later from its end on, also when that is cut', async () => {
    const parts: { tails: number; held: number }[] = [];
    const plan: DevicePlan = {
      seed: 1,
      steps: [
        { do: 'say-much', device: 1, text: 'much', count: 300 },
        { do: 'meet', devices: [0, 1] },
        // As long as it takes to be told of the newest messages.
        { do: 'link', device: 0, ms: 70 },
      ],
    };
    const findings = await runDevicePlan(plan, (_what, devices) => {
      const [, by, late] = devices.map(({ device }) => device.state());
      if (!by || !late) return;
      const { held } = feedRecord(late, { kind: 'message', writer: by.writer });
      parts.push({ tails: late.tails.length, held: held.length });
    });
    expect(findings).toEqual([]);
    expect(parts[0]).toEqual({ tails: 1, held: 0 });
    expect(parts.at(-1)).toEqual({ tails: 0, held: 301 });
  });

  it.each(readdirSync(cases))('A-492: finds nothing wrong any more in %s', async (name) => {
    const plan = JSON.parse(readFileSync(new URL(name, cases), 'utf8')) as DevicePlan;
    expect(await runDevicePlan(plan)).toEqual([]);
  });
});

const nameOf = (number: number): string => `${'AQID'.repeat(10)}${number}`.slice(0, 41);

/** As much of a device as the judge looks at. Devices 0 and 2 are of one person. */
const deviceShowing = (number: number, texts: readonly string[]): SimDevice =>
  ({
    number,
    person: number % 2,
    name: () => nameOf(number),
    texts: () => texts,
    problems: new Set(),
  }) as unknown as SimDevice;
