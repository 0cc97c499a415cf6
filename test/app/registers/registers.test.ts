/** Registers on a disk: durable, sealed, fenced between tabs, and told to those who listen. */
import { describe, expect, it } from 'vitest';
import type { RegisterEntry } from '../../../src/app/registers/entry.ts';
import { createRegisters } from '../../../src/app/registers/registers.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';

const suite = createNobleSuite();
const DAY = 24 * 60 * 60 * 1000;
const text = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words));
const words = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

const createDevice = (seed = 1) => {
  const disk = createMemoryDisk();
  const clock = { now: 1_000_000, ceiling: 1_000_000 };
  const damaged: string[] = [];
  const openTab = async (tabSeed = seed) => {
    const random = createFakeRandom(tabSeed);
    const registers = createRegisters({
      store: createSealedStore(disk.open(), suite, random, new Uint8Array(32).fill(seed)),
      suite,
      random,
      now: () => clock.now,
      ceiling: () => clock.ceiling,
      written: () => undefined,
      damaged: (table) => damaged.push(table),
    });
    await registers.refresh();
    return registers;
  };
  return { disk, clock, damaged, openTab };
};

describe('registers', () => {
  it('A-243: what is set is durable, is found after a restart and in another tab, and can be removed', async () => {
    const { openTab } = createDevice();
    const first = await openTab();
    expect((await first.set('contact/1/nickname', text('Al'))).ok).toBe(true);
    const second = await openTab(2);
    expect(words(second.get('contact/1/nickname'))).toBe('Al');
    expect(second.device()).toEqual(first.device());
    await second.set('contact/1/nickname', undefined);
    await first.refresh();
    expect(first.get('contact/1/nickname')).toBeUndefined();
    expect(first.keys('contact/')).toEqual([]);
    expect(first.all()).toHaveLength(1);
  });

  it('A-243: tabs that write at the same time lose nothing', async () => {
    const { openTab } = createDevice();
    const [one, two] = [await openTab(), await openTab(2)];
    await Promise.all([
      ...['a', 'b', 'c'].map((key) => one.set(key, text(key))),
      ...['d', 'e', 'f'].map((key) => two.set(key, text(key))),
      one.set('both', text('1')),
      two.set('both', text('2')),
    ]);
    await Promise.all([one.refresh(), two.refresh()]);
    expect(one.keys('').toSorted()).toEqual(['a', 'b', 'both', 'c', 'd', 'e', 'f']);
    expect(one.get('both')).toEqual(two.get('both'));
  });

  it('A-243: a full disk changes nothing and is told', async () => {
    const { disk, openTab } = createDevice();
    const registers = await openTab();
    disk.setFull(true);
    expect(await registers.set('a', text('x'))).toEqual({ ok: false, error: 'full' });
    expect(registers.get('a')).toBeUndefined();
    disk.setFull(false);
    expect((await registers.set('a', text('x'))).ok).toBe(true);
  });

  it('A-243: neither keys nor values stand in clear, and a damaged record hides no other', async () => {
    const { disk, damaged, openTab } = createDevice();
    const registers = await openTab();
    await registers.setAll([
      ['nickname of Alice', text('Alice from work')],
      ['other', text('x')],
    ]);
    const rows = disk.rows().filter(({ table }) => table === 'device');
    for (const { key, value } of rows) {
      expect(JSON.stringify(key)).not.toContain('Alice');
      expect(Buffer.from(value).includes('Alice')).toBe(false);
    }
    const [row] = rows.filter(({ key }) => key[0] === 'register');
    if (row) await disk.open().commit({ put: [{ ...row, value: new Uint8Array(99) }] });
    const again = await openTab();
    expect(damaged).toEqual(['device']);
    expect(again.keys('')).toHaveLength(1);
  });

  it('A-244: two devices that hand each other what they hold end alike; each hears what was news', async () => {
    const [phone, laptop] = [createDevice(1), createDevice(2)];
    const [a, b] = [await phone.openTab(), await laptop.openTab()];
    await a.set('name', text('from the phone'));
    laptop.clock.now += 5;
    await b.set('name', text('from the laptop'));
    const heard: RegisterEntry[] = [];
    a.subscribe((news) => heard.push(...news));
    const merged = await a.merge(b.all());
    expect(merged.ok && merged.value).toEqual(heard);
    expect(words(heard[0]?.value)).toBe('from the laptop');
    await b.merge(a.all());
    expect(a.all()).toEqual(b.all());
    expect((await a.merge(b.all())).ok && heard).toHaveLength(1);
    phone.clock.now -= 500;
    await a.set('name', text('later, by a slower clock'));
    await b.merge(a.all());
    expect(words(b.get('name'))).toBe('later, by a slower clock');
  });

  it('A-241: what a device wrote with a clock far ahead counts at once where it was written, elsewhere when restamped', async () => {
    const [phone, laptop] = [createDevice(1), createDevice(2)];
    const [a, b] = [await phone.openTab(), await laptop.openTab()];
    await b.set('name', text('before'));
    await a.merge(b.all());
    phone.clock.now = phone.clock.ceiling += 400 * DAY;
    await a.set('name', text('ahead'));
    expect(words(a.get('name'))).toBe('ahead');
    await b.merge(a.all());
    expect(words(b.get('name'))).toBe('before');
    phone.clock.now = phone.clock.ceiling -= 399 * DAY;
    await a.restamp();
    expect(words(a.get('name'))).toBe('ahead');
    expect(a.all()).toHaveLength(1);
    await b.merge(a.all());
    expect(words(b.get('name'))).toBe('ahead');
  });

  it('A-241: what was set anew after the clock was mended is not undone by what was set before', async () => {
    const { clock, openTab } = createDevice();
    const registers = await openTab();
    clock.now = clock.ceiling += 400 * DAY;
    await registers.set('name', text('ahead'));
    clock.now = clock.ceiling -= 400 * DAY;
    await registers.set('name', text('now'));
    await registers.restamp();
    expect(words(registers.get('name'))).toBe('now');
  });
});
