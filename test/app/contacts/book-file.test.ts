/** The address book as a file: saved, carried, loaded; and files that are none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBook } from '../../../src/app/contacts/book-file.ts';
import { parseBook } from '../../../src/app/contacts/parse-book.ts';
import { introduceInTime, type PersonInTime } from '../support/two-people.ts';

const contact = (person: PersonInTime) => person.app().snapshot().contacts[0];

const NOTHING = { named: 0, blocked: 0, kept: 0, same: 0 };

describe('the address book as a file', () => {
  it('A-255: gives back nicknames and blocks that are not here, says how many, and changes nothing that is', async () => {
    const { alice } = await introduceInTime();
    const { commands } = alice.app();
    const id = contact(alice)?.id ?? '';
    await commands.setNickname(id, 'Bobby');
    await commands.setBlocked(id, true);
    const text = commands.saveContacts('now');
    await commands.setNickname(id, '');
    await commands.setBlocked(id, false);
    expect(await commands.loadContacts(text)).toEqual({ ...NOTHING, named: 1, blocked: 1 });
    expect(contact(alice)).toMatchObject({ title: 'Bobby', isBlocked: true });
    expect(await commands.loadContacts(text)).toEqual({ ...NOTHING, same: 1 });
    await commands.setNickname(id, 'Robert');
    expect(await commands.loadContacts(text)).toEqual({ ...NOTHING, same: 1 });
    expect(contact(alice)?.title).toBe('Robert');
  });

  it('A-255: keeps nicknames of contacts that are not here, and makes nobody verified', async () => {
    const { alice, bob } = await introduceInTime();
    const elsewhere = 'A'.repeat(22);
    const entry = { name: 'Zoë', isBlocked: true, isCompared: true };
    const text = encodeBook([{ ...entry, contact: elsewhere, nickname: 'Z' }], 'now');
    expect(await alice.app().commands.loadContacts(text)).toEqual({ ...NOTHING, kept: 1 });
    const own = JSON.parse(bob.app().commands.saveContacts('now')) as { contacts: object[] };
    const lie = { ...own, contacts: own.contacts.map((each) => ({ ...each, compared: true })) };
    expect(await bob.app().commands.loadContacts(JSON.stringify(lie))).toEqual({
      ...NOTHING,
      same: 1,
    });
    expect(contact(bob)?.comparison).toBe('open');
  });

  it('A-255: has no key, seed or secret of the device in it', async () => {
    const { alice } = await introduceInTime();
    const text = alice.app().commands.saveContacts('now');
    expect(Object.keys((JSON.parse(text) as { contacts: object[] }).contacts[0] ?? {})).toEqual([
      'contact',
      'name',
      'nickname',
      'blocked',
      'compared',
    ]);
  });

  it('A-256: a file that is none, or of a newer version, is told and changes nothing', async () => {
    const { alice } = await introduceInTime();
    const { commands } = alice.app();
    expect(await commands.loadContacts('Dear Alice')).toBe('malformed');
    expect(await commands.loadContacts('{"format":"grapevine-contacts","version":2}')).toBe(
      'newer',
    );
    const bad = { format: 'grapevine-contacts', version: 1, contacts: [{ contact: '../x' }] };
    expect(await commands.loadContacts(JSON.stringify(bad))).toBe('malformed');
    fc.assert(fc.property(fc.string(), (text) => void parseBook(text)));
    fc.assert(
      fc.property(fc.json(), (contacts) => {
        parseBook(`{"format":"grapevine-contacts","version":1,"contacts":[${contacts}]}`);
      }),
    );
  });

  it('A-256: what is saved is read back equal', () => {
    const entry = fc.record({
      contact: fc.stringMatching(/^[\w-]{22}$/),
      name: fc.string({ maxLength: 256 }),
      nickname: fc.option(fc.string({ maxLength: 256 }), { nil: undefined }),
      isBlocked: fc.boolean(),
      isCompared: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        expect(parseBook(encodeBook(entries, 'now'))).toEqual({ ok: true, value: entries });
      }),
    );
  });
});
