/**
 * Many pages as one Yjs document.
 *
 * Pages stand alone, so a document is their clients side by side, highest id
 * first, as stock Yjs writes them: no Y.Doc is built to join them.
 */

import { parseBytes } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';

type Part = {
  readonly client: number;
  readonly count: number;
  readonly name: string;
  /** The page's update without the count of clients in front and the deletions behind. */
  readonly body: Uint8Array;
};

/**
 * One update from pages that encodePage made, each from its start on, whole or not, in any order,
 * repeated or not; of one page the longest counts. Of two pages whose client ids collide the one
 * with the lower name is joined. Other bytes are our mistake and throw.
 */
export const joinPages = (pages: readonly Uint8Array[]): Uint8Array => {
  const parts = new Map<number, Part>();
  for (const page of pages) {
    const part = readPart(page);
    if (part === null) continue;
    const other = parts.get(part.client);
    if (other === undefined || isBetter(part, other)) parts.set(part.client, part);
  }
  const writer = createWriter().varint(parts.size);
  const descending = [...parts.values()].toSorted((a, b) => b.client - a.client);
  for (const part of descending) writer.fixed(part.body);
  return writer.varint(0).finish();
};

const isBetter = (part: Part, other: Part): boolean =>
  part.name === other.name ? part.count > other.count : part.name < other.name;

/** Null for a page without entries. Reads the front only: pages of our own need no second check. */
const readPart = (page: Uint8Array): Part | null => {
  const read = parseBytes(page, (reader) => {
    const clients = reader.varint(1);
    const front = clients === 0 ? null : { count: reader.varint(), client: reader.varint() };
    if (front !== null) reader.require(reader.varint() === 0 && reader.u16() === 0x0301);
    const name = front === null ? '' : reader.text(64);
    reader.rest();
    return { front, name };
  });
  if (!read.ok) throw new RangeError('"pages" holds bytes that are no page from its start on');
  const { front, name } = read.value;
  return front === null ? null : { ...front, name, body: page.subarray(1, -1) };
};
