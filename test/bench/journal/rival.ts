/**
 * The other side of the bench: the same texts in clear, in a Y.Array kept by y-indexeddb, used as
 * its documentation shows. What is stored is one merged update, which is its best case.
 */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { OpenAndAppend } from './ours.ts';
import { APART, NEWEST, newestOf, textOf, writerOf, type Side } from './texts.ts';

const CLIENTS = { alice: 1_111_111_111, bob: 2_222_222_222 } as const;

const textsOf = (doc: Y.Doc): Y.Array<string> => doc.getArray<string>('messages');

/** Stores the history, and what each side wrote after it, under three names. */
export const seedRival = async (
  names: { readonly base: string } & Readonly<Record<Side, string>>,
  count: number,
): Promise<void> => {
  const doc = new Y.Doc();
  for (let i = 0; i < count; i++) {
    doc.clientID = CLIENTS[writerOf(i)];
    textsOf(doc).push([textOf('both', i)]);
  }
  const base = Y.encodeStateAsUpdate(doc);
  await store(names.base, base);
  for (const side of ['alice', 'bob'] as const) {
    const apart = new Y.Doc();
    Y.applyUpdate(apart, base);
    apart.clientID = CLIENTS[side];
    for (let i = 0; i < APART; i++) textsOf(apart).push([textOf(side, i)]);
    await store(names[side], Y.encodeStateAsUpdate(apart));
  }
};

/** From a closed database to the newest texts; then one more, until its transaction is complete. */
export const runRival = async (name: string, count: number): Promise<OpenAndAppend> => {
  const startedAt = performance.now();
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  const texts = textsOf(doc);
  const newest = texts.slice(texts.length - NEWEST);
  const open = performance.now() - startedAt;
  const expected = newestOf(count);
  if (texts.length !== count || newest.some((text, i) => text !== expected[i])) {
    throw new Error('The rival shows other messages.');
  }
  await new Promise((resolve) => requestIdleCallback(resolve));
  const transactions = watchTransactions(persistence);
  const appendedAt = performance.now();
  texts.push([textOf('both', count)]);
  await transactions();
  const append = performance.now() - appendedAt;
  await persistence.destroy();
  return { open, append };
};

/** Two documents give each other what the other lacks, until both have stored it. */
export const mergeRival = async (
  names: readonly [string, string],
  count: number,
): Promise<number> => {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const kept = docs.map((doc, i) => new IndexeddbPersistence(names[i] ?? '', doc));
  await Promise.all(kept.map((each) => each.whenSynced));
  if (docs.some((doc) => textsOf(doc).length !== count + APART)) {
    throw new Error('A fixture of the rival is wrong.');
  }
  const transactions = kept.map(watchTransactions);
  const [alice, bob] = docs;
  const startedAt = performance.now();
  const forBob = Y.encodeStateAsUpdate(alice, Y.encodeStateVector(bob));
  const forAlice = Y.encodeStateAsUpdate(bob, Y.encodeStateVector(alice));
  Y.applyUpdate(alice, forAlice);
  Y.applyUpdate(bob, forBob);
  await Promise.all(transactions.map((complete) => complete()));
  const time = performance.now() - startedAt;
  const [ours, theirs] = docs.map((doc) => textsOf(doc).slice(count));
  if (ours?.length !== 2 * APART || ours.some((text, i) => text !== theirs?.[i])) {
    throw new Error('The two documents differ.');
  }
  await Promise.all(kept.map((each) => each.destroy()));
  return time;
};

const store = async (name: string, update: Uint8Array): Promise<void> => {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  const transactions = watchTransactions(persistence);
  Y.applyUpdate(doc, update);
  await transactions();
  await persistence.destroy();
};

/** y-indexeddb does not say when it has written: its transactions do. */
const watchTransactions = ({ db }: IndexeddbPersistence): (() => Promise<void>) => {
  if (!(db instanceof IDBDatabase)) throw new Error('y-indexeddb has no database.');
  const complete: Promise<void>[] = [];
  const begin = db.transaction.bind(db);
  db.transaction = (...options) => {
    const transaction = begin(...options);
    complete.push(
      new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(new Error('A transaction of the rival was aborted.'));
      }),
    );
    return transaction;
  };
  return async () => {
    if (complete.length === 0) throw new Error('The rival wrote nothing.');
    await Promise.all(complete.splice(0));
  };
};
