/**
 * What happens in one run, as plain data: a seed gives a plan (generate.ts), a
 * plan gives a run (run.ts), and a failing plan is made smaller (shrink.ts) and
 * kept as JSON (cases/).
 *
 * Every step means something, or nothing, whatever stands before it: so any
 * step may be taken out. `who` numbers people, `pair` pairs; `tab` and `pick`
 * are any whole numbers and count modulo what there is.
 */

export type Plan = {
  readonly seed: number;
  /** `noble`: the shipped ciphers. `cheap`: hashes in their place (cheap-suite.ts). */
  readonly suite: 'cheap' | 'noble';
  readonly people: readonly PersonPlan[];
  /** Who invites, and who accepts. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly steps: readonly Step[];
  /** Whether clocks are set right, and whether everybody starts anew, before all must be well. */
  readonly heal: { readonly clocks: 'kept' | 'right'; readonly restart: boolean };
};

export type PersonPlan = {
  /** How far the device's clock is ahead, in milliseconds. */
  readonly clock: number;
  readonly webrtc: boolean;
  /** The longest that the disk takes for one call, in milliseconds; 0: no time at all. */
  readonly diskDelay: number;
};

export type Step =
  /** Time goes by. In more than ten minutes every device sleeps. */
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'invite' | 'accept'; readonly pair: number }
  | Act
  | { readonly do: 'open-tab'; readonly who: number }
  | { readonly do: 'close-tab' | 'kill-tab' | 'thaw'; readonly who: number; readonly tab: number }
  | { readonly do: 'freeze'; readonly who: number; readonly tab: number; readonly told: boolean }
  /** The tab dies around its write number `write`, counted from now. */
  | {
      readonly do: 'crash';
      readonly who: number;
      readonly tab: number;
      readonly write: number;
      readonly when: 'before' | 'after';
    }
  | { readonly do: 'offline'; readonly who: number; readonly told: boolean }
  | { readonly do: 'online'; readonly who: number }
  | { readonly do: 'clock'; readonly who: number; readonly ms: number }
  | { readonly do: 'full'; readonly who: number; readonly on: boolean }
  | {
      readonly do: 'node';
      readonly loss: number;
      readonly duplicate: number;
      readonly delay: number;
    }
  | { readonly do: 'node-stop' | 'node-start' | 'cut' }
  | { readonly do: 'network'; readonly reachable: boolean; readonly alive: boolean }
  | { readonly do: 'node-clock'; readonly ms: number | null }
  /** The node plays `count` recorded frames, those from `pick` on. */
  | { readonly do: 'replay'; readonly pick: number; readonly count: number }
  | { readonly do: 'invent'; readonly count: number }
  /** A program with the keys of one of the pair says what no honest one would. */
  | {
      readonly do: 'mischief';
      readonly pair: number;
      readonly side: 0 | 1;
      readonly kind: MischiefKind;
      readonly count: number;
    };

export type MischiefKind = 'garbage' | 'replay' | 'forge' | 'lie' | 'flood' | 'withhold' | 'leave';

/** What a person does in a conversation. */
export type Act = {
  readonly do: ActKind;
  readonly who: number;
  readonly pair: number;
  readonly tab: number;
  /** Which message, or how long a text. */
  readonly pick: number;
};

export type ActKind =
  | 'send'
  | 'burst'
  | 'reply'
  | 'edit'
  | 'delete'
  | 'react'
  | 'read'
  | 'older'
  | 'type'
  | 'draft'
  | 'leave';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
