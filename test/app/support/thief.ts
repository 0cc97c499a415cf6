/**
 * A thief who has devices whole, with the keys that seal their disks, and a
 * recording of every ciphertext that ever was.
 *
 * He takes any 32 bytes of any record for any kind of secret (message key, chain
 * key, box step, rolling secret, pairing key, KEM seed), goes the schedule of
 * docs/PROTOCOL.md, "Keys", forward from each, opens boxes with what comes out,
 * and goes on with what was in them until nothing new opens. He is spared the
 * links: the entries and boxes are given to him as they were before those sealed
 * them.
 */
import { createHmac } from 'node:crypto';
import { parseState } from '../../../src/app/conversation/state-codec.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { derive } from '../../../src/core/crypto/derive.ts';
import { openEntry, type Entry } from '../../../src/core/journal/entry.ts';
import { parseBody } from '../../../src/core/journal/operations.ts';
import { openBox, openFirstBox, type BoxPlace } from '../../../src/core/keys/box.ts';
import { stepChain } from '../../../src/core/keys/message-key.ts';
import { nextBoxStep, startRollingSender } from '../../../src/core/keys/rolling.ts';
import { openKeysParcel, openRoomParcel } from '../../../src/core/keys/parcel.ts';
import {
  addRoomSecret,
  controlEntryKey,
  findRoomSecret,
  type RoomSecrets,
} from '../../../src/core/keys/room-secrets.ts';
import type { BoxReference } from '../../../src/core/journal/control-operations.ts';
import type { ControlOperation } from '../../../src/core/journal/operations.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { MemoryDisk } from '../../../src/effects/store/memory.ts';
import { TABLES } from '../../../src/effects/store/tables.ts';
import { suite } from './pair.ts';
import type { Recording } from './recording.ts';

/** A device as it was when it was stolen. */
export type Loot = {
  readonly state: ConversationState;
  /** Records of sealed tables, opened. */
  readonly records: readonly Uint8Array[];
};

/**
 * Every record of the disk of a person with one contact, opened with the device key; the state is
 * that of the conversation with the contact.
 */
export const steal = async (disk: MemoryDisk, deviceKey: Uint8Array): Promise<Loot> => {
  const store = createSealedStore(disk.open(), suite, createFakeRandom(1), deviceKey);
  const records: Uint8Array[] = [deviceKey];
  let state: ConversationState | undefined;
  for (const table of TABLES.filter((each) => !PUBLIC.has(each))) {
    const rows = await store.list(table, []);
    if (!rows.ok) throw new Error(rows.error);
    for (const { key, value } of rows.value) {
      if (!value.ok) throw new Error(`a record of ${table} does not open`);
      records.push(value.value);
      const parsed = table === 'conversations' && key[1] === 'state' && parseState(value.value);
      if (parsed && parsed.ok && parsed.value.kind === 'direct') state = parsed.value;
    }
  }
  if (!state) throw new Error('the device has no conversation');
  return { state, records };
};

/** Stored as they are: ciphertext, which the recording has, and counters. */
const PUBLIC: ReadonlySet<string> = new Set(['entries', 'pages', 'blobs', 'revisions']);

export interface Thief {
  /** The texts of all posts and edits that he can read so far. */
  readonly read: ReadonlySet<string>;
  /** Somebody gives him secrets that were not in the loot. */
  give(secrets: readonly Uint8Array[]): void;
}

/** Sets to work at once. */
export const createThief = (loot: readonly Loot[], recording: Recording): Thief => {
  const [{ state } = missing()] = loot;
  const { locks, handed } = breakOpen(loot, recording);
  const byCommitment = new Map(
    recording.entries().map((entry) => [toHex(entry.header.commitment), entry]),
  );
  const read = new Set<string>();

  const tryKey = (key: Uint8Array): void => {
    const entry = byCommitment.get(toHex(derive(quick, key, 'commitment')));
    const text = entry && textOf(entry, key, state);
    if (text !== undefined) read.add(text);
  };
  const tryChain = (first: Uint8Array): void => {
    let chain = first;
    for (let i = 0; i < CHAIN_STEPS; i++) {
      const { key, next } = stepChain(quick, chain);
      tryKey(key);
      chain = next;
    }
  };
  const openWith = (step: Uint8Array, tried: readonly Lock[] = locks): void => {
    for (const lock of tried) {
      const content = lock.isOpen ? null : lock.open(step);
      if (!content) continue;
      lock.isOpen = true;
      tryChain(content);
    }
  };
  const tryRolling = (secret: Uint8Array): void => {
    let rolling = { next: 0, secret };
    for (let i = 0; i < ROLLING_STEPS; i++) {
      const { step, rolling: after } = nextBoxStep(quick, rolling);
      openWith(step);
      rolling = after;
    }
  };
  /** A pairing key gives every step by its number. */
  const tryPairing = (secret: Uint8Array): void => {
    for (const lock of locks.filter(({ isOpen }) => !isOpen)) {
      const { sender, recipient, number } = lock.place;
      let { rolling, step } = nextBoxStep(
        quick,
        startRollingSender(quick, secret, sender, recipient),
      );
      for (let i = 0; i < number; i++) ({ rolling, step } = nextBoxStep(quick, rolling));
      openWith(step, [lock]);
    }
  };

  const give = (secrets: readonly Uint8Array[]): void => {
    for (const secret of secrets) {
      tryKey(secret);
      tryChain(secret);
      openWith(secret);
      tryRolling(secret);
      tryPairing(secret);
    }
  };

  give(handed);
  give(secretsOf(loot, recording));
  return { read, give };
};

const CHAIN_STEPS = 12;
const ROLLING_STEPS = 3;

type AnnouncedBox = {
  readonly mode: 'rolling' | 'kept' | 'room' | 'keys';
  readonly place: BoxPlace;
  readonly kemKeyId: Uint8Array;
  readonly blob: Uint8Array;
};

type Lock = {
  readonly place: BoxPlace;
  isOpen: boolean;
  open(step: Uint8Array): Uint8Array | null;
};

/**
 * What the stolen KEM keys open: `handed`, the secrets in first boxes and parcels; `locks`, boxes
 * that want a step besides. Parcels may bring room secrets, which open more control entries.
 */
const breakOpen = (
  loot: readonly Loot[],
  recording: Recording,
): { readonly locks: readonly Lock[]; readonly handed: readonly Uint8Array[] } => {
  let rooms = loot.reduce<RoomSecrets>(
    (all, { state }) => state.roomSecrets.reduce((some, each) => withRoom(some, each.secret), all),
    [],
  );
  const locks: Lock[] = [];
  const handed: Uint8Array[] = [];
  const done = new Set<Uint8Array>();
  for (let known = -1; known < rooms.length;) {
    known = rooms.length;
    for (const box of announcedBoxes(loot, rooms, recording)) {
      if (done.has(box.blob)) continue;
      done.add(box.blob);
      if (box.mode === 'rolling') locks.push(...unlock(loot, box));
      const opened = kemKeysFor(loot, box).flatMap((key) => contentOf(box, key));
      if (box.mode === 'room') for (const secret of opened) rooms = withRoom(rooms, secret);
      handed.push(...opened);
    }
  }
  return { locks, handed };
};

const withRoom = (rooms: RoomSecrets, secret: Uint8Array): RoomSecrets =>
  addRoomSecret(suite, rooms, secret);

/** What is sealed to a KEM key alone. */
const contentOf = ({ mode, place, blob }: AnnouncedBox, key: OwnKey): readonly Uint8Array[] => {
  if (mode === 'kept') {
    const first = openFirstBox(quick, place, key, blob);
    return first ? [first.chainKey, first.rolling] : [];
  }
  if (mode === 'room') return openRoomParcel(quick, place, key, blob) ?? [];
  if (mode === 'rolling') return [];
  const slices = openKeysParcel(quick, place, key, blob) ?? [];
  return slices.flatMap(({ keys }) => keys.filter((each) => each !== null));
};

/** The boxes that control entries name, as far as a room secret opens those. */
const announcedBoxes = (
  loot: readonly Loot[],
  rooms: RoomSecrets,
  recording: Recording,
): readonly AnnouncedBox[] =>
  recording.entries().flatMap((entry) => {
    const { kind, writer, sequence, keyReference } = entry.header;
    if (kind !== 'control') return [];
    const [{ state } = missing()] = loot;
    const { conversationId } = state;
    const secret = findRoomSecret(rooms, keyReference);
    if (!secret) return [];
    const key = controlEntryKey(suite, secret, conversationId, writer, sequence);
    const opened = openEntry(suite, entry, key, conversationId);
    const body = opened.ok ? parseBody('control', opened.value.body) : opened;
    if (!body.ok) return [];
    const { operation } = body.value;
    return boxesOf(operation).flatMap((box) => {
      const { recipient, number, kemKeyId, hash } = box;
      const mode = purposeOf(operation, box);
      const blob = recording.blob(hash);
      const place = { conversationId, sender: writer, recipient, number, announcement: sequence };
      return blob ? [{ mode, place, kemKeyId, blob }] : [];
    });
  });

const purposeOf = ({ type }: ControlOperation, { mode }: BoxReference): AnnouncedBox['mode'] =>
  type === 'room' || type === 'keys' ? type : mode;

const boxesOf = (operation: ControlOperation): readonly BoxReference[] => {
  if (operation.type === 'announce' || operation.type === 'room') return operation.boxes;
  return operation.type === 'keys' ? [operation.box] : [];
};

/** A box whose KEM seed was stolen: what is left to find is its step. */
const unlock = (loot: readonly Loot[], box: AnnouncedBox): readonly Lock[] =>
  kemKeysFor(loot, box).map((key) => {
    const { place, blob } = box;
    const once = withOneSecret(key.seed, blob);
    return {
      place,
      isOpen: false,
      open: (step) => openBox(once, place, key, step, blob)?.chainKey ?? null,
    };
  });

type OwnKey = { readonly id: Uint8Array; readonly seed: Uint8Array };

const kemKeysFor = (loot: readonly Loot[], { kemKeyId }: AnnouncedBox): readonly OwnKey[] => {
  const keys = loot.flatMap(({ state }) => state.kem.keys);
  return keys.filter(({ id }) => toHex(id) === toHex(kemKeyId)).slice(0, 1);
};

/** Decapsulates once for all steps that are tried on the box. */
const withOneSecret = (seed: Uint8Array, blob: Uint8Array): Suite => {
  const secret = suite.decapsulate(seed, blob.subarray(1, 1121));
  return { ...quick, decapsulate: () => secret && secret.slice() };
};

/**
 * All 32 bytes in a row of all records, each once; rows of few different bytes cannot be keys. What
 * everybody has makes up most of a state and is cut out: the X-Wing keys and certificates of the
 * members, and what stands in recorded entries.
 */
const secretsOf = (loot: readonly Loot[], recording: Recording): readonly Uint8Array[] => {
  const found = new Map<string, Uint8Array>();
  const known = new Set(recording.entries().flatMap(shownBy).map(toHex));
  for (const { state } of loot) for (const row of shownIn(state)) known.add(toHex(row));
  const pieces = loot.flatMap(({ state, records }) => without(records, published(state)));
  for (const piece of pieces.flatMap((each) => withoutKnown(each, known))) {
    for (let at = 0; at + 32 <= piece.length; at++) {
      const window = piece.subarray(at, at + 32);
      if (new Set(window).size > 23) found.set(toHex(window), window);
    }
  }
  return [...found.values()];
};

const shownBy = ({ header, hash }: Entry): readonly Uint8Array[] => [
  hash,
  header.writer,
  header.prev,
  header.commitment,
];

const shownIn = ({ members }: ConversationState): readonly Uint8Array[] =>
  members.writers.flatMap(({ certificate: { writer, signature }, announcements }) => [
    writer,
    signature.subarray(0, 32),
    signature.subarray(32),
    ...announcements.flatMap(({ boxes }) => boxes.map(({ hash }) => hash)),
  ]);

const withoutKnown = (piece: Uint8Array, known: ReadonlySet<string>): readonly Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at + 32 <= piece.length;) {
    if (known.has(toHex(piece.subarray(at, at + 32)))) {
      pieces.push(piece.subarray(from, at));
      at += 32;
      from = at;
    } else at++;
  }
  return [...pieces, piece.subarray(from)];
};

const published = ({ members }: ConversationState): readonly Uint8Array[] =>
  members.writers.flatMap(({ certificate, kemKey }) => [certificate.kemKey, kemKey.key]);

const without = (
  records: readonly Uint8Array[],
  known: readonly Uint8Array[],
): readonly Uint8Array[] =>
  known.reduce((pieces, key) => pieces.flatMap((piece) => cutOut(piece, key)), records);

const cutOut = (piece: Uint8Array, key: Uint8Array): readonly Uint8Array[] => {
  const at = Buffer.from(piece).indexOf(key);
  if (at < 0) return [piece];
  return [piece.subarray(0, at), ...cutOut(piece.subarray(at + key.length), key)];
};

const textOf = (
  entry: Entry,
  key: Uint8Array,
  { conversationId }: ConversationState,
): string | undefined => {
  const opened = openEntry(suite, entry, key, conversationId);
  const body = opened.ok ? parseBody('message', opened.value.body) : opened;
  if (!body.ok) return undefined;
  return 'text' in body.value.operation ? body.value.operation.text : undefined;
};

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The same bytes as the app's suite makes, sooner. */
const mac = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update(bytes).digest();

const quick: Suite = {
  ...suite,
  mac,
  /** RFC 5869, for one block. */
  hkdf: (secret, salt, info, length) =>
    mac(mac(salt, secret), Buffer.concat([info, Buffer.of(1)])).subarray(0, length),
};

const missing = (): never => {
  throw new Error('nothing was stolen');
};
