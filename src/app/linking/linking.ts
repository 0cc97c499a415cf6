/**
 * The devices of one profile: links another one, keeps all of them alike, and
 * removes one.
 *
 * What is to be done follows from what is durable, so everything is one review,
 * run in the tab that has the network whenever something changed. docs/SPEC.md,
 * A-200 and on.
 */

import { decodeBase64url } from '../../core/bytes/base64url.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { advanceWay } from '../again/setup.ts';
import { comesAlong, isDeviceLink, isWayBack } from '../pairings/pairings.ts';
import { tidyName } from '../profile.ts';
import type { DevicesView, LinkView } from '../snapshot.ts';
import { forgetAlong } from './along-record.ts';
import { createArrivals } from './arrivals.ts';
import { followQuiet } from './follow-quiet.ts';
import { DEVICES_ID, devicesOf, type House } from './house.ts';
import { encodeName, nameKey, seenKey } from './names.ts';
import { introduceItself, missingPlaces, noteEntered, tellPlaces } from './places.ts';
import { followProfileRegisters } from './profile-registers.ts';
import { followReadMarks } from './read-marks.ts';
import { createRemovals } from './removal.ts';
import { advanceLink } from './setup.ts';
import { tellOwnRegisters } from './tell-registers.ts';
import { deviceViews, linkView, progressOf } from './views.ts';

export interface Linking extends Pick<House, 'context' | 'arrived'> {
  /** Something changed: looks what is to be done. */
  review(): void;
  view(pending: readonly LinkView[]): DevicesView;
  /** Whether a way back into a conversation was found to lead nowhere. */
  isRefused(id: string): boolean;
  /** The local id of the conversation that a way back has led into, in the tab that saw it. */
  ledInto(id: string): string | undefined;
  /** What a person says of the emoji of a link. */
  judge(id: string, verdict: 'match' | 'mismatch'): Promise<void>;
  /** Ends a link under way. */
  drop(id: string): Promise<void>;
  rename(device: string, name: string): Promise<boolean>;
  remove(device: string): Promise<boolean>;
  lead(): void;
  follow(): void;
}

export type LinkingOptions = House & {
  /** A bug of ours: devices are no longer kept alike, the rest goes on. */
  readonly broken: (error: unknown) => void;
  /** A link, or a way back, was found to lead nowhere. */
  readonly refused: () => void;
};

/** A link that is not done by then never will be: the two devices stand side by side. */
const LINK_LIFE_MS = 15 * 60 * 1000;
/** Who lets somebody in again may be far away, and compares over the telephone. */
const WAY_LIFE_MS = 24 * 60 * 60 * 1000;
/** What happens within so long is looked at once. */
const TOGETHER_MS = 20;
const MARKS_EVERY_MS = 3_000;
/** What could not be done is tried again after so long. */
const AGAIN_MS = 5_000;
const SEEN_EVERY_MS = 60 * 60 * 1000;

export const createLinking = (options: LinkingOptions): Linking => {
  const house: House = options;
  const { clock, timers, registers, conversations } = house;
  let isLeading = false;
  let isRunning = false;
  let isDue = false;
  let cancelTimer = (): void => undefined;
  let timerAt = Infinity;
  let marksToldAt = 0;
  /** Links, and ways back, that lead nowhere, and why. */
  const refused = new Map<string, 'here' | 'refused'>();
  const led = new Map<string, string>();

  /** At the latest then: an earlier look stands. */
  const later = (ms: number): void => {
    const at = clock.now() + ms;
    if (!isLeading || at >= timerAt) return;
    cancelTimer();
    timerAt = at;
    cancelTimer = timers.after(ms, () => {
      timerAt = Infinity;
      isDue = true;
      if (isLeading && !isRunning) void run();
    });
  };
  const arrivals = createArrivals(house, later);
  const removals = createRemovals(house, later);

  const review = (): void => later(TOGETHER_MS);

  const run = async (): Promise<void> => {
    isRunning = true;
    try {
      while (isDue && isLeading) {
        isDue = false;
        await pass();
      }
    } catch (error) {
      options.broken(error);
    } finally {
      isRunning = false;
    }
  };

  const pass = async (): Promise<void> => {
    for (const link of links()) await advance(link);
    for (const way of ways()) await advanceBack(way);
    const devices = devicesOf(house);
    if (!devices) return;
    await arrivals.take(devices);
    await followProfileRegisters(house);
    await followQuiet(house);
    await followMarks();
    await saySeen(devices);
    const own = devices.state();
    if (!own) return;
    await tellPlaces(house, own);
    await noteEntered(house, own);
    const name = house.profile()?.name ?? '';
    await introduceItself(devices, missingPlaces(house, own), name);
    await removals.complete(devices);
    await tellOwnRegisters(devices, registers);
  };

  /** Who scrolls reads many in a row: others hear of it once in a while. */
  const followMarks = async (): Promise<void> => {
    const wait = marksToldAt + MARKS_EVERY_MS - clock.now();
    if (wait > 0) later(wait);
    else marksToldAt = clock.now();
    await followReadMarks(house, wait <= 0);
  };

  const links = (): readonly Conversation[] =>
    conversations.list().filter(({ id }) => id !== DEVICES_ID && isDeviceLink(id));

  const ways = (): readonly Conversation[] =>
    conversations.list().filter(({ id }) => isWayBack(id));

  const advance = async (link: Conversation): Promise<void> => {
    const progress = await advanceLink(house, link);
    if (progress === 'here' || progress === 'refused') refuse(link.id, progress);
    if (progress === 'stuck') later(AGAIN_MS);
    await endOrWait(link, progress === 'done', LINK_LIFE_MS);
  };

  const refuse = (id: string, why: 'here' | 'refused'): void => {
    if (refused.has(id)) return;
    refused.set(id, why);
    options.refused();
  };

  const advanceBack = async (way: Conversation): Promise<void> => {
    const progress = await advanceWay(house, way);
    if (progress.kind === 'done') led.set(way.id, progress.conversation);
    if (progress.kind === 'refused') refuse(way.id, 'refused');
    await endOrWait(way, progress.kind === 'done', WAY_LIFE_MS);
  };

  const endOrWait = async (link: Conversation, isDone: boolean, life: number): Promise<void> => {
    const since = link.state()?.createdAt ?? 0;
    const left = since + life - clock.now();
    if (isDone || left <= 0) await drop(link.id);
    else later(Math.min(left, life));
  };

  const drop = async (id: string): Promise<void> => {
    if (!(await conversations.get(id)?.remove())) return;
    await forgetAlong(house.store, id);
    await house.arrived(id);
  };

  const saySeen = async (devices: Conversation): Promise<void> => {
    const own = devices.state()?.writer;
    if (!own) return;
    if (clock.now() - (lastSeen(own) ?? 0) < SEEN_EVERY_MS) return;
    await registers.set(seenKey(own), createWriter().u48(clock.now()).finish());
  };

  const lastSeen = (writer: Uint8Array): number | undefined => {
    const value = registers.get(seenKey(writer));
    const parsed = value && parseBytes(value, (reader) => reader.u48());
    return parsed?.ok ? parsed.value : undefined;
  };

  return {
    context: house.context,
    arrived: house.arrived,
    review,
    view: (pending) => {
      const isInviter = house.profile() !== undefined;
      // What comes along is shown where it comes to.
      const link = links().find(({ id }) => !isInviter || !comesAlong(id));
      const progress = progressOf(house);
      return {
        list: deviceViews(house, lastSeen),
        link: (link && linkView(link, isInviter, refused.get(link.id))) ?? pending[0],
        progress,
      };
    },
    isRefused: (id) => refused.has(id),
    ledInto: (id) => led.get(id),
    judge: async (id, verdict) => {
      await conversations.get(id)?.judge(verdict);
      review();
    },
    drop,
    rename: async (device, typed) => {
      const [writer, name] = [decodeBase64url(device), tidyName(typed)];
      if (!writer.ok || name === null) return false;
      return (await registers.set(nameKey(writer.value), encodeName(name))).ok;
    },
    remove: async (device) => {
      const writer = decodeBase64url(device);
      if (!writer.ok) return false;
      const devices = devicesOf(house);
      return devices !== undefined && removals.begin(devices, writer.value);
    },
    lead: () => {
      isLeading = true;
      review();
    },
    follow: () => {
      isLeading = false;
      cancelTimer();
      timerAt = Infinity;
    },
  };
};
