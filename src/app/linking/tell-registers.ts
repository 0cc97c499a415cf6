/**
 * Registers between the devices of a profile: what this device has set is told
 * in the order in which it was set, so one stamp says how far that has come.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import {
  compareStamps,
  readStamp,
  writeStamp,
  ZERO_STAMP,
  type Stamp,
} from '../../core/clock/hlc.ts';
import type { Key } from '../../ports/store.ts';
import type { Context } from '../conversation/context.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { siblings, type ConversationState } from '../conversation/state.ts';
import { appendTelling } from '../conversation/tell.ts';
import type { RegisterEntry } from '../registers/entry.ts';
import type { Registers } from '../registers/registers.ts';
import type { Work } from '../store/work.ts';
import { isPlaceKey } from './names.ts';
import { encodeTelling, type Telling } from './telling.ts';

/** In one telling: few enough that the largest fits a step, many enough for a first one. */
const MAX_TOLD = 256;

/** Everything that is known, for a device that comes. */
export const tellAllRegisters = async (
  context: Context,
  work: Work,
  state: ConversationState,
  entries: readonly RegisterEntry[],
): Promise<ConversationState> => {
  let next = state;
  for (let from = 0; from < entries.length; from += MAX_TOLD) {
    const part = entries.slice(from, from + MAX_TOLD);
    const telling = encodeTelling({ type: 'registers', entries: part });
    next = await appendTelling(context, work, next, telling);
  }
  return next;
};

/** Which conversations there are: what a device that comes is told before all else. */
export const placesTold = (registers: Pick<Registers, 'all'>): readonly Telling[] => {
  const entries = registers.all().filter(({ key }) => isPlaceKey(key));
  return entries.length === 0 ? [] : [{ type: 'registers', entries: entries.slice(0, MAX_TOLD) }];
};

/** What this device has set since it last told of it. */
export const tellOwnRegisters = async (
  devices: Conversation,
  registers: Registers,
): Promise<void> => {
  const device = registers.device();
  const state = devices.state();
  if (!device || !state || siblings(state).length === 0) return;
  await devices.run(async (context, work, now) => {
    const told = await readTold(work, context.localId);
    const own = registers
      .all()
      .filter((entry) => equalBytes(entry.device, device))
      .toSorted((a, b) => compareStamps(a.stamp, b.stamp));
    const last = own.at(-1);
    if (!last || compareStamps(last.stamp, told) === 0) return now;
    // What was told with a time from the future has been given another: it is told again.
    const isSetBack = compareStamps(last.stamp, told) < 0;
    const news = isSetBack ? own : own.filter(({ stamp }) => compareStamps(stamp, told) > 0);
    const value = writeStamp(createWriter(), last.stamp).finish();
    work.put('conversations', keyOf(context.localId), value);
    return tellAllRegisters(context, work, now, news);
  });
};

const keyOf = (localId: string): Key => [localId, 'told'];

const readTold = async (work: Work, localId: string): Promise<Stamp> => {
  const bytes = await work.get('conversations', keyOf(localId));
  const parsed = bytes && parseBytes(bytes, readStamp);
  return parsed?.ok ? parsed.value : ZERO_STAMP;
};
