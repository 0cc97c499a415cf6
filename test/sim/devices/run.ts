/** Goes through a plan of devices, then lets everything be well again, and judges. */
import {
  admitDevice,
  endWriter,
  introduce,
  joinConversation,
} from '../../../src/app/conversation/devices.ts';
import { foundConversation } from '../../../src/app/conversation/found.ts';
import { remainingOthers } from '../../../src/app/conversation/state.ts';
import { continueAs } from '../../../src/app/conversation/succession.ts';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import type { Random, Suite } from '../../../src/core/crypto/suite.ts';
import { signCertificate } from '../../../src/core/members/certificate.ts';
import { memberOf } from '../../../src/core/members/members.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import { createFakeNetwork } from '../../../src/effects/transport/fake.ts';
import { createCheapSuite } from '../cheap-suite.ts';
import { createSimDevice, type Around, type SimDevice } from './device.ts';
import type { DevicePlan, DeviceStep } from './plan.ts';
import { judge, type Said, type Standing } from './judge.ts';

const START = 1_700_000_000_000;
const DAY = 24 * 60 * 60 * 1000;
const MEETING_MS = 60_000;
const HEALING_MEETINGS = 3;

/** What was found wrong; nothing when all is well. */
export const runDevicePlan = async (plan: DevicePlan): Promise<readonly string[]> => {
  const time = createVirtualTime(START);
  const around: Around = {
    suite: createCheapSuite(),
    time,
    node: createFakeNode({ clock: time, timers: time }),
    network: createFakeNetwork(time),
    seed: plan.seed,
    bugs: [],
  };
  const devices: Standing[] = [];
  const said: Said[] = [];
  const backups = new Map<number, MemoryDisk>();

  const add = (device: SimDevice): Standing => {
    const standing: Standing = { device, fate: 'here' };
    devices.push(standing);
    return standing;
  };

  const meet = async (present: readonly Standing[]): Promise<void> => {
    for (const { device } of present) device.online();
    for (let i = 0; i < 12; i++) await time.advance(MEETING_MS / 12);
    for (const { device } of present) device.offline();
    await time.advance(2_000);
  };

  const say = async ({ device }: Standing, text: string): Promise<void> => {
    const to = remainingOthers(device.state()).map((writer) => encodeBase64url(writer));
    const isWritten = await device.conversation.post(text, undefined);
    await time.advance(1_000);
    if (isWritten) said.push({ text, by: device.number, writer: device.name(), to });
  };

  const link = async ({ device: by }: Standing): Promise<void> => {
    const before = by.state();
    const member = memberOf(before.members, before.writer);
    if (!member) return;
    const device = createSimDevice(around, devices.length, by.person);
    const context = device.context();
    const introduction = introduce(context, before.conversationId, { member, name: 'another' });
    let isAdmitted = false;
    await by.conversation.run(async (ctx, work, state) => {
      const next = await admitDevice(ctx, work, state, introduction.admission);
      isAdmitted = next !== null;
      return next ?? state;
    });
    if (!isAdmitted) return void devices.push({ device, fate: 'never' });
    await device.found((ctx, work) => joinConversation(ctx, work, by.state(), introduction));
    await device.open();
    add(device);
    // The two stand beside each other.
    await meet(devices.filter((each) => each.device === by || each.device === device));
  };

  const lose = async (lost: Standing, { device: by }: Standing): Promise<void> => {
    const { writer } = lost.device.state();
    await by.conversation.run((ctx, work, state) => endWriter(ctx, work, state, writer, 'lost'));
    lost.fate = 'lost';
  };

  const restore = async (old: Standing, isGone: boolean): Promise<void> => {
    const backup = backups.get(old.device.number);
    if (!backup) return;
    const device = createSimDevice(around, devices.length, old.device.person, backup);
    await device.open();
    let hasGoneOn = false;
    await device.conversation.run(async (ctx, work, state) => {
      const next = await continueAs(ctx, work, state);
      hasGoneOn = next !== null;
      return next ?? state;
    });
    if (!hasGoneOn) return void devices.push({ device, fate: 'never' });
    old.fate = isGone ? 'gone' : 'copied';
    add(device);
  };

  const perform = async (step: DeviceStep): Promise<void> => {
    if (step.do === 'apart') return time.advance(step.days * DAY);
    if (step.do === 'meet') {
      return meet(
        devices.filter(
          ({ device, fate }) => fate === 'here' && step.devices.includes(device.number),
        ),
      );
    }
    const own = devices[step.device];
    if (own?.fate !== 'here') return;
    switch (step.do) {
      case 'say':
        return say(own, step.text);
      case 'link':
        return link(own);
      case 'back-up':
        return void backups.set(step.device, copyOf(own.device.disk));
      case 'lose': {
        const by = devices[step.by];
        return by?.fate === 'here' ? lose(own, by) : undefined;
      }
      case 'restore':
        return restore(own, step.isGone);
      case 'clock':
        return own.device.shiftClock(step.ms);
    }
  };

  for (const device of await foundBoth(around)) add(device);
  for (const step of plan.steps) await perform(step);
  // Everybody who is left, again and again; then those who are not wanted come too.
  const here = devices.filter(({ fate }) => fate === 'here');
  for (let i = 0; i < HEALING_MEETINGS; i++) await meet(here);
  for (const standing of here) await say(standing, `after all ${standing.device.number}`);
  for (let i = 0; i < 2; i++) await meet(here);
  await meet(devices.filter(({ fate }) => fate === 'here' || fate === 'lost' || fate === 'copied'));
  return [...around.bugs.map((bug) => `bug: ${textOf(bug)}`), ...judge(devices, said)];
};

const foundBoth = async (around: Around): Promise<readonly SimDevice[]> => {
  const sides = pairedSides(around.suite, createFakeRandom(around.seed));
  const devices = sides.map((_, i) => createSimDevice(around, i, i));
  for (const [i, device] of devices.entries()) {
    const paired = sides[i];
    if (!paired) continue;
    await device.found((context, work) => foundConversation(context, work, paired, ''));
    await device.open();
  }
  return devices;
};

const pairedSides = (suite: Suite, random: Random): readonly [Paired, Paired] => {
  const conversationId = random(32);
  const [roomSecret, pairingKey, emoji] = [random(32), random(32), random(6)];
  const common = { conversationId, roomSecret, pairingKey, emoji };
  const side = (name: string) => {
    const [writerSeed, kemSeed] = [random(32), random(32)];
    const kemKey = suite.kemPublicKey(kemSeed);
    const own = signCertificate(suite, writerSeed, conversationId, kemKey, name);
    return { writerSeed, kemSeed, own };
  };
  const [a, b] = [side('Alice'), side('Bob')];
  return [
    { ...common, ...a, role: 'inviter', peer: b.own },
    { ...common, ...b, role: 'claimant', peer: a.own },
  ];
};

const copyOf = (disk: MemoryDisk): MemoryDisk => {
  const copy = createMemoryDisk();
  for (const { table, key, value } of disk.rows()) copy.damage(table, key, value);
  return copy;
};

const textOf = (value: unknown): string =>
  value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value);
