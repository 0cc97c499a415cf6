/** What is left of an erased message, to somebody who has the disk and the device key. */
import { encodeUtf8 } from 'lib0/string';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../src/effects/store/tables.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { readMessageKeys } from '../../../src/app/conversation/vault-log.ts';
import { ID, pairPeople, type Tab } from '../support/pair.ts';

/** Every record of every table, opened with the device key. */
const everything = async ({ store }: Tab): Promise<readonly Uint8Array[]> => {
  const tables = await Promise.all(TABLES.map((table) => store.list(table, [])));
  return tables.flatMap((rows) => {
    if (!rows.ok) throw new Error(rows.error);
    return rows.value.map(({ value }) => {
      if (!value.ok) throw new Error(value.error);
      return value.value;
    });
  });
};

const holds = (records: readonly Uint8Array[], secret: Uint8Array): boolean =>
  records.some((record) => Buffer.from(record).includes(Buffer.from(secret)));

const keyOf = async (tab: Tab, writer: Uint8Array, sequence: number): Promise<Uint8Array> => {
  const work = createWork(tab.store, () => undefined);
  const key = (await readMessageKeys(work, ID, { writer, sequence }))(sequence);
  if (!key) throw new Error('no key');
  return key;
};

describe('an erased message', () => {
  it('A-30: leaves no key and no text on either device, edits, quotes and drafts included', async () => {
    const { time, alice, bob } = await pairPeople();
    const [a, b] = [await alice.tab(), await bob.tab()];
    a.online();
    b.online();
    await a.conversation.post('the first secret', undefined);
    await time.advance(5_000);
    const message = a.messages()[0]?.id ?? '';
    await a.conversation.edit(message, 'the second secret');
    await b.conversation.post('quoting it', message);
    await b.conversation.react(message, '👍');
    await a.conversation.saveDraft({
      text: 'the third secret',
      replyTo: undefined,
      editing: message,
    });
    await time.advance(5_000);
    const { writer } = alice.paired.own;
    const keys = [await keyOf(a, writer, 0), await keyOf(a, writer, 1)];
    for (const tab of [a, b])
      for (const key of keys) expect(holds(await everything(tab), key)).toBe(true);

    await a.conversation.redact(message);
    await time.advance(5_000);
    expect(b.messages()[0]?.body).toEqual({ kind: 'deleted' });
    const texts = ['the first secret', 'the second secret', 'the third secret'].map(encodeUtf8);
    for (const tab of [a, b]) {
      const records = await everything(tab);
      for (const secret of [...keys, ...texts]) expect(holds(records, secret)).toBe(false);
    }
    expect(a.conversation.view()?.draft).toEqual({
      text: '',
      replyTo: undefined,
      editing: undefined,
    });
  });

  it('A-30: that was erased before it came leaves nothing where it comes late', async () => {
    const { time, alice, bob } = await pairPeople();
    const [a, b] = [await alice.tab(), await bob.tab()];
    await a.conversation.post('the first secret', undefined);
    await time.advance(0);
    const key = await keyOf(a, alice.paired.own.writer, 0);
    await a.conversation.redact(a.messages()[0]?.id ?? '');
    a.online();
    b.online();
    await time.advance(10_000);
    expect(b.state().feeds.length).toBe(3);
    for (const tab of [a, b]) {
      expect(holds(await everything(tab), key)).toBe(false);
      expect(holds(await everything(tab), encodeUtf8('the first secret'))).toBe(false);
    }
  });

  it('A-31: is not brought back by an index that is made anew, nor by entries that come again', async () => {
    const { time, alice, bob } = await pairPeople();
    const [a, b] = [await alice.tab(), await bob.tab()];
    a.online();
    const ends = b.online();
    await a.conversation.post('the first secret', undefined);
    await time.advance(5_000);
    const key = await keyOf(b, alice.paired.own.writer, 0);
    await a.conversation.redact(a.messages()[0]?.id ?? '');
    await time.advance(5_000);
    ends.close();
    for (const { table, key: at } of bob.disk.rows()) {
      if (table === 'timeline' || table === 'entries') bob.disk.damage(table, at, undefined);
    }
    const again = await bob.tab();
    again.online();
    await time.advance(60_000);
    expect(again.texts()).not.toContain('the first secret');
    expect(holds(await everything(again), key)).toBe(false);
    expect(again.bugs).toEqual([]);
  });
});
