/**
 * A device as the timeline sees it: a store of leaf bytes, read and written the
 * way the program does, so every test also goes through the codecs.
 */

import type { MessageOperation } from '../../../../src/core/journal/operations.ts';
import { applyArrivals, planArrivals } from '../../../../src/core/journal/timeline/arrivals.ts';
import { encodeLeaf, parseLeaf, type Leaf } from '../../../../src/core/journal/timeline/leaf.ts';
import type { OpenedEntry } from '../../../../src/core/journal/timeline/opened-entry.ts';
import { type MayAct } from '../../../../src/core/journal/timeline/rights.ts';
import {
  EMPTY_ROOT,
  encodeRoot,
  parseRoot,
  type Root,
} from '../../../../src/core/journal/timeline/root.ts';
import {
  bodiesNeeded,
  renderMessages,
  type MessageView,
} from '../../../../src/core/journal/timeline/screen.ts';
import {
  cutWindow,
  quotedTargets,
  targetLeaves,
  windowLeaves,
  type Anchor,
} from '../../../../src/core/journal/timeline/window.ts';
import { nameOf, personOf, type Persons } from './twin.ts';

export const createDevice = (leafItems?: number, who: Persons = EACH_ALONE) => {
  const mayAct: MayAct = ({ writer }, author) =>
    personOf(who, writer) === personOf(who, author) ? 'yes' : 'no';
  let rootBytes = encodeRoot(EMPTY_ROOT);
  const store = new Map<number, Uint8Array>();
  const opened = new Map<string, OpenedEntry>();
  const forgotten = new Set<string>();
  const arrived: string[] = [];
  let reads = 0;

  const root = (): Root => valueOf(parseRoot(rootBytes));
  const load = (ids: readonly number[]): Map<number, Leaf> => {
    reads += ids.length;
    return new Map(ids.map((id) => [id, valueOf(parseLeaf(store.get(id) ?? new Uint8Array()))]));
  };

  const receive = (entries: readonly OpenedEntry[]): void => {
    for (const entry of entries) opened.set(nameOf(entry), entry);
    const before = root();
    const leaves = load(planArrivals(before, entries, mayAct));
    const after = applyArrivals(before, leaves, entries, mayAct, leafItems);
    for (const [id, leaf] of after.changed) store.set(id, encodeLeaf(leaf));
    for (const id of after.removed) store.delete(id);
    for (const entry of after.forget) forgotten.add(nameOf(entry));
    arrived.push(...after.arrived.map(nameOf));
    rootBytes = encodeRoot(after.root);
  };

  const show = (anchor: Anchor, count: number) => {
    const contents = root();
    const leaves = load(windowLeaves(contents, anchor, count));
    const window = cutWindow(contents, leaves, anchor, count);
    const quoted = targetLeaves(contents, quotedTargets(window.items));
    const all = new Map([...leaves, ...load(quoted)]);
    const needed = new Set(bodiesNeeded(contents, all, window.items).map(nameOf));
    const messages: readonly MessageView[] = renderMessages(
      contents,
      all,
      window.items,
      (writer, sequence) => {
        const name = nameOf({ writer, sequence });
        if (!needed.has(name)) throw new Error(`${name} was not asked for`);
        return (!forgotten.has(name) && opened.get(name)?.body) || null;
      },
      (writer) => writerKey(personOf(who, writer)),
    );
    return { ...window, messages };
  };

  return {
    receive,
    show,
    root,
    load,
    forgotten,
    arrived,
    lose: (name: string) => opened.delete(name),
    /** Leaves read since the last call. */
    takeReads: () => {
      const taken = reads;
      reads = 0;
      return taken;
    },
    leafIds: () => [...store.keys()].sort((a, b) => a - b),
  };
};

/** Every writer a person. */
const EACH_ALONE: Persons = [];

export const writerKey = (index: number): Uint8Array => new Uint8Array(32).fill(index + 1);

export const entryOf = (
  writer: number,
  sequence: number,
  wall: number,
  operation: MessageOperation,
): OpenedEntry => ({
  writer: writerKey(writer),
  sequence,
  body: { stamp: { wall, count: 0 }, clock: wall + 7, operation },
});

export const post = (writer: number, sequence: number, wall: number): OpenedEntry =>
  entryOf(writer, sequence, wall, {
    type: 'post',
    replyTo: undefined,
    text: `${writer}/${sequence}`,
  });

export const targetOf = ({ writer, sequence, body }: OpenedEntry) => ({
  writer,
  sequence,
  stamp: body.stamp,
});

const valueOf = <T>(result: { ok: true; value: T } | { ok: false }): T => {
  if (!result.ok) throw new Error('the index could not be read back');
  return result.value;
};
