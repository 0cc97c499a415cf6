/** Finding a contact by what it is called. */
import { describe, expect, it } from 'vitest';
import type { ContactView } from '../../../src/app/snapshot.ts';
import { findContacts } from '../../../src/ui/contacts/search.ts';

const contact = (name: string, nickname?: string): ContactView => ({
  id: name,
  title: nickname ?? name,
  name,
  nickname,
  status: '',
  picture: undefined,
  comparison: 'open',
  isBlocked: false,
  since: 0,
  presence: 'away',
});

const found = (typed: string) =>
  findContacts([contact('Zoë Álvarez'), contact('Karl Bauer', 'Opa'), contact('Ümit')], typed).map(
    ({ id }) => id,
  );

describe('searching contacts', () => {
  it('U-161: finds by any part of nickname or name, in any case, without accents', () => {
    expect(found('zoe')).toEqual(['Zoë Álvarez']);
    expect(found('ALVA')).toEqual(['Zoë Álvarez']);
    expect(found('opa bau')).toEqual(['Karl Bauer']);
    expect(found('umit')).toEqual(['Ümit']);
    expect(found('  ')).toHaveLength(3);
    expect(found('nobody')).toEqual([]);
  });
});
