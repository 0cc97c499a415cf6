/** The link: short, found in whatever people paste, and read in one way only. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { err, ok } from '../../../src/core/bytes/result.ts';
import {
  cutName,
  encodeInvitation,
  encodeInvitationText,
  findInvitation,
  invitationLink,
  parseInvitation,
  type Invitation,
} from '../../../src/core/pairing/invitation.ts';

const sample: Invitation = {
  mode: 'contact',
  secret: new Uint8Array(32).fill(7),
  commitment: new Uint8Array(32).fill(9),
  expires: 1_700_000_040_000,
  name: 'Alice',
  node: '',
};

const minutes = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const invitations: fc.Arbitrary<Invitation> = fc.record({
  mode: fc.constantFrom('contact', 'device', 'along'),
  secret: bytes32,
  commitment: bytes32,
  expires: minutes.map((minute) => minute * 60_000),
  name: fc.string({ unit: 'grapheme', maxLength: 40 }).map(cutName),
  node: fc.constantFrom('', 'localhost:8080', 'node.example', 'a-b.example:65535'),
});

describe('an invitation', () => {
  it('P-1: the whole link has at most 200 characters with an origin of 32, the longest name and node', () => {
    const origin = `https://${'a'.repeat(24)}`;
    const link = invitationLink(origin, {
      ...sample,
      secret: new Uint8Array(32).fill(255),
      expires: (2 ** 32 - 1) * 60_000,
      name: 'x'.repeat(64),
      node: `${'n'.repeat(22)}:65535`,
    });
    expect(origin).toHaveLength(32);
    expect(link.length).toBeLessThanOrEqual(200);
    expect(findInvitation(link).ok).toBe(true);
  });

  it('P-1: all of it stands behind the #', () => {
    expect(invitationLink('https://chat.example', sample)).toMatch(
      /^https:\/\/chat\.example\/#[\w-]+$/,
    );
  });

  it('P-2: what is written is read back equal', () => {
    fc.assert(
      fc.property(invitations, (invitation) => {
        expect(parseInvitation(encodeInvitation(invitation))).toEqual(ok(invitation));
      }),
    );
  });

  it('P-2: bytes that are read have no second spelling, and reading never throws', () => {
    const mutated = fc.tuple(invitations, fc.nat(), fc.nat(255)).map(([invitation, at, byte]) => {
      const bytes = encodeInvitation(invitation);
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 220 }), mutated), (bytes) => {
        const parsed = parseInvitation(bytes);
        if (parsed.ok) expect(encodeInvitation(parsed.value)).toEqual(bytes);
      }),
    );
  });

  it('P-2: it is found in a link, in its text alone, and in words around it', () => {
    const link = invitationLink('https://chat.example', sample);
    const text = encodeInvitationText(sample);
    for (const pasted of [
      link,
      `${text}\n`,
      `#${text}`,
      `Room #1: come to <${link}>!`,
      `(${link}).`,
    ]) {
      const found = findInvitation(pasted);
      expect(found.ok && found.value.invitation).toEqual(sample);
    }
  });

  it('P-2: the host of the link is told, and nothing else of it', () => {
    const hosts = ['https://chat.example', 'http://localhost:8080', 'HTTPS://Chat.Example'].map(
      (origin) => findInvitation(invitationLink(origin, sample)),
    );
    expect(hosts.map((found) => found.ok && found.value.host)).toEqual([
      'chat.example',
      'localhost:8080',
      'chat.example',
    ]);
    const found = findInvitation(invitationLink('https://me:secret@chat.example', sample));
    expect(found.ok && found.value.host).toBe('');
    const long = findInvitation(invitationLink(`https://${'a'.repeat(256)}`, sample));
    expect(long.ok && long.value.host).toBe('');
  });

  it('P-2: anything else is malformed', () => {
    const link = invitationLink('https://chat.example', sample);
    for (const text of [
      '',
      'hello there',
      'https://chat.example/#',
      link.slice(0, -1),
      `${link}A`,
    ]) {
      expect(findInvitation(text)).toEqual(err('malformed'));
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(findInvitation(text)).toEqual(err('malformed'));
      }),
    );
  });

  it('P-2: a node that is no host is malformed', () => {
    for (const node of ['a b', 'A.example', 'a:0', 'a:65536', 'a/b', '.a', 'x@y']) {
      expect(parseInvitation(encodeInvitation({ ...sample, node }))).toEqual(err('malformed'));
    }
  });

  it('P-2: one of a newer version is told apart', () => {
    const bytes = encodeInvitation(sample);
    bytes[0] = 2;
    expect(findInvitation(`https://chat.example/#${encodeBase64url(bytes)}`)).toEqual(
      err('version'),
    );
    expect(findInvitation(encodeBase64url(bytes.subarray(0, 20)))).toEqual(err('malformed'));
  });

  it('P-1: a name is cut between characters', () => {
    expect(cutName('é'.repeat(20))).toBe('é'.repeat(12));
    expect(cutName('😀'.repeat(7))).toBe('😀'.repeat(6));
  });
});
