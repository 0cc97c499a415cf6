/** Blobs: asked for by hash, many of one link at a time, until somebody has them. */

import { encodeBase64url } from '../bytes/base64url.ts';
import { equalBytes } from '../bytes/compare.ts';
import { MAX_BULK, MAX_WANTED_BLOBS, type BlobFrame } from '../wire/frame.ts';
import type { GossipConfig } from './exchange.ts';
import { change, changeLink, send, withoutKey, type MissingBlob, type Turn } from './state.ts';

/** Blobs that one link is given between two ticks; an honest one asks for no more than MAX_MISSING. */
const MAX_READ = 512;
/** More are asked for as these come in. */
const MAX_MISSING = 256;
/** Ticks until another link, or the same again, is asked: who has no such blob says nothing. */
const PATIENCE = 2;

/** So few are asked of all links at once: most are the keys of what somebody just wrote. */
const FEW = 4;

/** Sets what is missing; what is no longer in the list is not asked for again. */
export const lack = (turn: Turn, hashes: readonly Uint8Array[]): void => {
  const blobs = hashes.slice(0, MAX_MISSING).map((hash): readonly [string, MissingBlob] => {
    const name = encodeBase64url(hash);
    return [name, turn.state.blobs.get(name) ?? { hash, asked: null }];
  });
  change(turn, { blobs: new Map(blobs) });
};

export const askBlobs = (turn: Turn): void => {
  const { state } = turn;
  const due = [...state.blobs].filter(
    ([, { asked }]) =>
      asked === null || !state.links.has(asked.link) || asked.at + PATIENCE <= state.time,
  );
  if (due.length === 0 || askAll(turn, due)) return;
  for (const [link, { isFull }] of state.links) {
    const batch = isFull ? [] : due.filter(([, { asked }]) => isTurnOf(turn, link, asked?.link));
    const hashes = batch.slice(0, MAX_WANTED_BLOBS).map(([, { hash }]) => hash);
    if (hashes.length === 0) continue;
    send(turn, link, { type: 'want-blobs', hashes });
    const asked = { link, at: state.time };
    const noted = batch.map(([name, { hash }]) => [name, { hash, asked }] as const);
    change(turn, { blobs: new Map([...turn.state.blobs, ...noted.slice(0, MAX_WANTED_BLOBS)]) });
    return;
  }
};

/** False: they are many, or not asked for the first time. */
const askAll = (turn: Turn, due: readonly (readonly [string, MissingBlob])[]): boolean => {
  const links = [...turn.state.links].filter(([, { isFull }]) => !isFull).map(([link]) => link);
  const isFirst = due.every(([, { asked }]) => asked === null);
  const [first] = links;
  if (!isFirst || due.length > FEW || first === undefined) return false;
  const hashes = due.map(([, { hash }]) => hash);
  for (const link of links) send(turn, link, { type: 'want-blobs', hashes });
  const asked = { link: first, at: turn.state.time };
  const noted = due.map(([name, { hash }]) => [name, { hash, asked }] as const);
  change(turn, { blobs: new Map([...turn.state.blobs, ...noted]) });
  return true;
};

/** The next link after the one that was asked last. */
const isTurnOf = (turn: Turn, link: string, last: string | undefined): boolean => {
  const links = [...turn.state.links.keys()];
  const after = last === undefined ? 0 : (links.indexOf(last) + 1) % links.length;
  return links[after] === link;
};

/** False: the bytes are not what their name says. */
export const hearBlob = (config: GossipConfig, turn: Turn, { hash, bytes }: BlobFrame): boolean => {
  const name = encodeBase64url(hash);
  if (!turn.state.blobs.has(name)) return true;
  if (!equalBytes(config.suite.hash(bytes), hash)) return false;
  change(turn, { blobs: withoutKey(turn.state.blobs, name) });
  turn.outputs.push({ type: 'blob', hash, bytes });
  return true;
};

export const hearWantBlobs = (turn: Turn, link: string, hashes: readonly Uint8Array[]): void => {
  const state = turn.state.links.get(link);
  if (state === undefined || state.blobsRead + hashes.length > MAX_READ) return;
  if (!state.isFull) {
    changeLink(turn, link, { blobsRead: state.blobsRead + hashes.length });
    turn.outputs.push({ type: 'read-blobs', link, hashes });
    return;
  }
  const owedBlobs = [...state.owedBlobs, ...hashes].slice(0, MAX_WANTED_BLOBS);
  changeLink(turn, link, { owedBlobs });
};

export const readOwedBlobs = (turn: Turn, link: string): void => {
  const hashes = turn.state.links.get(link)?.owedBlobs ?? [];
  if (hashes.length === 0) return;
  changeLink(turn, link, { owedBlobs: [] });
  turn.outputs.push({ type: 'read-blobs', link, hashes });
};

export const answerBlob = (turn: Turn, link: string, hash: Uint8Array, bytes: Uint8Array): void => {
  if (bytes.length > MAX_BULK) throw new RangeError('the blob is too long');
  if (turn.state.links.has(link)) send(turn, link, { type: 'blob', hash, bytes });
};
