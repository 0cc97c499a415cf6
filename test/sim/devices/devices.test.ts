/** That the simulator of devices repeats and sees what is wrong; and what it found once, gone through again. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SimDevice } from './device.ts';
import { judge, type Fate, type Said } from './judge.ts';
import { generateDevicePlan, type DevicePlan } from './plan.ts';
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
      { text: 'for all', by: 0, writer: nameOf(0), to },
      { text: 'not for 2', by: 0, writer: nameOf(0), to: [nameOf(1)] },
    ];
    const check = (texts: readonly (readonly string[])[], fate: Fate = 'lost') => {
      const devices = texts.map((shown, i) => ({
        device: deviceShowing(i, shown),
        fate: i === 2 ? fate : ('here' as const),
      }));
      return judge(devices, said).map((finding) => finding.split(':')[0]);
    };
    const all = ['for all', 'not for 2'];
    expect(check([all, all, ['for all']])).toEqual([]);
    expect(check([all, ['for all'], []])).toEqual(['lost']);
    expect(check([all, all, all])).toEqual(['stolen']);
    expect(check([all, [...all, 'of nobody'], []])).toEqual(['forged']);
    expect(check([[...all, 'for all'], all, []])).toEqual(['doubled']);
    expect(check([all, all, []], 'here')).toEqual(['lost', 'lost', 'unequal']);
  });

  it('A-361: finds nothing wrong in the first seeds', async () => {
    for (const seed of [2, 3, 4]) {
      expect(await runDevicePlan(generateDevicePlan(seed)), `seed ${seed}`).toEqual([]);
    }
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
