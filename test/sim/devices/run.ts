/** Goes through a plan of devices, then lets everything be well again, and judges. */
import '../../app/support/loaded.ts';
import { wantedBlobs } from '../../../src/app/conversation/admit.ts';
import { appendMessage } from '../../../src/app/conversation/append.ts';
import { holdings } from '../../../src/app/conversation/delivery.ts';
import {
  admitDevice,
  endWriter,
  introduce,
  joinConversation,
} from '../../../src/app/conversation/devices.ts';
import { foundConversation } from '../../../src/app/conversation/found.ts';
import {
  otherWriters,
  remainingOthers,
  type ConversationState,
} from '../../../src/app/conversation/state.ts';
import { continueAs } from '../../../src/app/conversation/continue-as.ts';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import type { Random, Suite } from '../../../src/core/crypto/suite.ts';
import { signCertificate } from '../../../src/core/members/certificate.ts';
import { memberOf, standingOf } from '../../../src/core/members/members.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import { createFakeNetwork } from '../../../src/effects/transport/fake.ts';
import { createCheapSuite } from '../cheap-suite.ts';
import { createSimDevice, type Around, type SimDevice } from './device.ts';
import type { DevicePlan, DeviceStep } from './plan.ts';
import { judge, stolen, type Fate, type Said, type Standing } from './judge.ts';
import { giveEverything, recordEntries } from './thief.ts';

const START = 1_700_000_000_000;
const DAY = 24 * 60 * 60 * 1000;
const MEETING_MS = 60_000;
const HEALING_MEETINGS = 3;

/** Looks on: after each step, and when those who are not wanted were given all there is. */
export type Watch = (what: string, devices: readonly Standing[]) => void;

/** What was found wrong; nothing when all is well. */
export const runDevicePlan = async (
  plan: DevicePlan,
  watch: Watch = () => undefined,
): Promise<readonly string[]> => {
  const time = createVirtualTime(START, rest);
  const around: Around = {
    suite: createCheapSuite(),
    time,
    node: createFakeNode({ clock: time, timers: time }),
    network: createFakeNetwork(time),
    seed: plan.seed,
    bugs: [],
    blobs: new Set(),
  };
  const devices: Standing[] = [];
  const said: Said[] = [];
  const backups = new Map<number, MemoryDisk>();

  const add = (device: SimDevice, fate: Fate, by?: Standing): void => {
    const sponsors = by ? [by.device.name(), ...by.sponsors] : [];
    devices.push({ device, fate, since: said.length, sponsors });
  };

  const meet = async (present: readonly Standing[], ms = MEETING_MS): Promise<void> => {
    for (const { device } of present) device.online();
    for (let i = 0; i < 12; i++) {
      await time.advance(Math.ceil(ms / 12));
      // What is left of it would be silence, which takes most of the time.
      if (isEven(around.suite, present)) break;
    }
    for (const { device } of present) device.offline();
    await time.advance(2_000);
  };

  const heal = async (here: readonly Standing[]): Promise<void> => {
    await meet(here);
    watch('healing', devices);
  };

  const say = async ({ device }: Standing, text: string): Promise<void> => {
    const heard = heardBy(device.state());
    const isWritten = await device.conversation.post(text, undefined);
    await time.advance(1_000);
    if (isWritten) said.push({ text, by: device.number, writer: device.name(), ...heard });
  };

  /** In one go, as nobody looks meanwhile. */
  const sayMuch = async ({ device }: Standing, text: string, count: number): Promise<void> => {
    const texts = Array.from({ length: count }, (_, i) => `${text}, ${i}`);
    const heard = heardBy(device.state());
    const isWritten = await device.conversation.run(async (context, work, state) => {
      let next = state;
      for (const each of texts) {
        next = await appendMessage(context, work, next, {
          type: 'post',
          replyTo: undefined,
          text: each,
        });
      }
      return next;
    });
    await time.advance(1_000);
    const by = { by: device.number, writer: device.name(), ...heard };
    if (isWritten) said.push(...texts.map((each) => ({ text: each, ...by })));
  };

  const link = async (sponsor: Standing, ms: number | undefined): Promise<void> => {
    const by = sponsor.device;
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
    if (!isAdmitted) return add(device, 'never');
    await device.found((ctx, work) => joinConversation(ctx, work, by.state(), introduction));
    await device.open();
    add(device, 'here', sponsor);
    // The two stand beside each other.
    const both = devices.filter((each) => each.device === by || each.device === device);
    await meet(both, ms);
  };

  const lose = async (lost: Standing, { device: by }: Standing): Promise<void> => {
    const { writer } = lost.device.state();
    await by.conversation.run((ctx, work, state) => endWriter(ctx, work, state, writer, 'lost'));
    lost.fate = 'lost';
    // What the lost one let in beyond its end was never let in, as those see it who remain.
    for (const each of devices) {
      if (each.fate !== 'here' || !each.sponsors.includes(lost.device.name())) continue;
      const isKnown = standingOf(by.state().members, each.device.state().writer) !== null;
      if (!isKnown) each.fate = 'never';
    }
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
    if (!hasGoneOn) return add(device, 'never', old);
    old.fate = isGone ? 'gone' : 'copied';
    add(device, 'here', old);
  };

  const setBack = async (old: Standing): Promise<void> => {
    const backup = backups.get(old.device.number);
    if (!backup) return;
    const device = createSimDevice(around, devices.length, old.device.person, backup);
    await device.open();
    old.fate = 'gone';
    add(device, 'here', old);
    // Whom it let in since the copy, and nobody else has heard of, has to be let in anew.
    const here = devices.filter(({ fate }) => fate === 'here');
    const doubtful = here.filter((each) => isSince(each, device));
    for (const each of doubtful) {
      const others = here.filter((other) => !doubtful.includes(other));
      if (!others.some((other) => knows(other, each))) each.fate = 'never';
    }
  };

  /** Let in by the device that this is a copy of, or by who was, after the copy was made. */
  const isSince = (each: Standing, copy: SimDevice): boolean =>
    each.device !== copy &&
    each.sponsors.includes(copy.name()) &&
    standingOf(copy.state().members, each.device.state().writer) === null;

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
      case 'say-much':
        return sayMuch(own, step.text, step.count);
      case 'link':
        return link(own, step.ms);
      case 'back-up':
        return void backups.set(step.device, copyOf(own.device.disk));
      case 'lose': {
        const by = devices[step.by];
        return by?.fate === 'here' ? lose(own, by) : undefined;
      }
      case 'restore':
        return restore(own, step.isGone);
      case 'set-back':
        return setBack(own);
      case 'clock':
        return own.device.shiftClock(step.ms);
    }
  };

  for (const device of await foundBoth(around)) add(device, 'here');
  for (const step of plan.steps) {
    await perform(step);
    watch(JSON.stringify(step), devices);
  }
  // Everybody who is left, again and again; then those who are not wanted come too.
  const here = devices.filter(({ fate }) => fate === 'here');
  for (let i = 0; i < HEALING_MEETINGS; i++) await heal(here);
  for (const standing of here) await say(standing, `after all ${standing.device.number}`);
  for (let i = 0; i < 2; i++) await heal(here);
  const begun = devices.filter(({ device }) => device.conversation.state());
  await meet(begun.filter(({ fate }) => fate !== 'gone'));
  for (const { device } of begun) await device.look();
  const findings = judge(
    devices,
    said,
    plan.steps.some((step) => step.do === 'set-back'),
  );
  const recorded = await recordEntries(begun.map(({ device }) => device));
  for (const { device } of begun.filter(isUnwanted)) {
    await giveEverything(device, recorded, around.blobs);
    await device.look();
  }
  watch('given everything', devices);
  const robbed = begun.filter(isUnwanted).flatMap((each) => stolen(each, said));
  const bugs = around.bugs.map((bug) => `bug: ${textOf(bug)}`);
  return [...bugs, ...new Set([...findings, ...robbed])];
};

const knows = (one: Standing, other: Standing): boolean =>
  standingOf(one.device.state().members, other.device.state().writer) !== null;

/** Whether none of them has anything to tell another, as their knocks would say. */
const isEven = (suite: Suite, present: readonly Standing[]): boolean => {
  const states = present.map(({ device }) => device.state());
  const digests = states.map((state) => String(holdings(suite, state)));
  return new Set(digests).size === 1 && states.every((state) => wantedBlobs(state).length === 0);
};

const isUnwanted = ({ fate }: Standing): boolean => fate !== 'here' && fate !== 'gone';

/** Resolves once every promise that can go on by itself has done so; at less cost than a message. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const heardBy = (state: ConversationState): Pick<Said, 'to' | 'without'> => {
  const to = remainingOthers(state).map(encodeBase64url);
  const others = otherWriters(state).map(encodeBase64url);
  return { to, without: others.filter((name) => !to.includes(name)) };
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
