/**
 * What time it is, as far as this device can be sure.
 *
 * The device's clock is confirmed while the node's agrees with it to 10
 * minutes. The latest confirmed time is remembered, so that a clock that fell
 * back (an empty battery) does not make all that was ever written look as if it
 * came from the future. A node alone can cast doubt and nothing more.
 */

import { wholeTime } from '../core/clock/hlc.ts';
import { parseBytes } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';
import type { Clock } from '../ports/clock.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export type TimeVerdict = 'confirmed' | 'doubtful' | 'unknown';

export interface ConfirmedTime {
  load(): Promise<void>;
  /** The node told its time, or that it is not known (null). */
  hear(nodeTime: number | null): TimeVerdict;
  verdict(): TimeVerdict;
  /** No honest stamp is more than 24 hours beyond it. */
  ceiling(): number;
}

const DOUBT_MS = 10 * 60 * 1000;
const REMEMBER_MS = 60 * 60 * 1000;
const KEY = ['time'] as const;

export const createConfirmedTime = (
  store: SealedStore,
  clock: Clock,
  failed: () => void,
): ConfirmedTime => {
  let remembered = 0;
  /** Of the node's clock against the device's; null while it is not known. */
  let offset: number | null = null;

  const verdict = (): TimeVerdict => {
    if (offset === null) return 'unknown';
    return Math.abs(offset) > DOUBT_MS ? 'doubtful' : 'confirmed';
  };

  const remember = async (now: number): Promise<void> => {
    if (now - remembered < REMEMBER_MS) return;
    remembered = now;
    const value = createWriter().u48(now).finish();
    const kept = await store.commit({ put: [{ table: 'device', key: KEY, value }] });
    if (!kept.ok) failed();
  };

  return {
    load: async () => {
      const found = await store.get('device', KEY);
      const parsed =
        found.ok && found.value ? parseBytes(found.value, (reader) => reader.u48()) : null;
      if (parsed?.ok) remembered = parsed.value;
    },
    hear: (nodeTime) => {
      const now = clock.now();
      offset = nodeTime === null ? null : nodeTime - now;
      const heard = verdict();
      if (heard === 'confirmed') void remember(wholeTime(now));
      return heard;
    },
    verdict,
    ceiling: () => {
      const now = clock.now();
      return Math.max(now, remembered, offset === null ? 0 : now + offset);
    },
  };
};
