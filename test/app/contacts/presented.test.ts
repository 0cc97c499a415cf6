/** A status and a picture, told to contacts as the name is; and which bytes are shown as a picture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureType } from '../../../src/app/contacts/picture.ts';
import { encodeBody, parseBody } from '../../../src/core/journal/operations.ts';
import { introduceInTime, type PersonInTime } from '../support/two-people.ts';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

const WEBP = bytesOf('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA');
/** The front of a JPEG file of that size. */
const jpeg = (width: number, height: number): Uint8Array =>
  Uint8Array.of(
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
    ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
  );

/** Where the code of an operation stands: after the stamp and the clock. */
const CODE = 14;

const told = (person: PersonInTime) => {
  const [contact] = person.app().snapshot().contacts;
  return { status: contact?.status, picture: contact?.picture };
};

const controls = ({ disk }: PersonInTime): number =>
  disk.rows().filter(({ table }) => table === 'entries').length;

describe('a status and a picture', () => {
  it('A-250: reach the contact, stay over reloads, are told once, and can be taken back', async () => {
    const { time, alice, bob, bugs } = await introduceInTime();
    expect(await alice.app().commands.setStatus('  in the  vineyard ')).toBe(true);
    expect(await alice.app().commands.setPicture(WEBP)).toBe(true);
    await time.advance(5_000);
    expect(told(bob)).toEqual({ status: 'in the vineyard', picture: WEBP });
    expect(bob.app().snapshot().conversations[0]?.picture).toEqual(WEBP);
    expect(alice.app().snapshot().profile).toMatchObject({ status: 'in the vineyard' });
    const before = controls(alice);
    await alice.open();
    await bob.open();
    await time.advance(60_000);
    expect(controls(alice)).toBe(before);
    expect(told(bob)).toEqual({ status: 'in the vineyard', picture: WEBP });
    await alice.app().commands.setStatus('');
    await alice.app().commands.setPicture(undefined);
    await time.advance(5_000);
    expect(told(bob)).toEqual({ status: '', picture: undefined });
    expect(bugs).toEqual([]);
  });

  it('A-250: set while apart are told when they meet', async () => {
    const { time, alice, bob, part, meet } = await introduceInTime();
    part();
    await alice.app().commands.setStatus('away');
    await alice.app().commands.setStatus('back');
    meet();
    await time.advance(60_000);
    expect(told(bob).status).toBe('back');
  });

  it('A-251: what is no small WebP or JPEG is neither set nor shown', async () => {
    const { alice } = await introduceInTime();
    const svg = Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    expect(await alice.app().commands.setPicture(svg)).toBe(false);
    expect(alice.app().snapshot().profile?.picture).toBeUndefined();
    expect(pictureType(WEBP)).toBe('image/webp');
    expect(pictureType(jpeg(96, 96))).toBe('image/jpeg');
    expect(pictureType(jpeg(257, 96))).toBeNull();
    expect(pictureType(jpeg(96, 16_000))).toBeNull();
    expect(pictureType(jpeg(0, 96))).toBeNull();
    const wide = Uint8Array.from(WEBP).fill(0xff, 26, 27).fill(0x3f, 27, 28);
    expect(pictureType(wide)).toBeNull();
    const moving = Uint8Array.from([
      ...WEBP.slice(0, 12),
      ...Buffer.from('ANIM'),
      0,
      0,
      0,
      0,
      ...WEBP.slice(12),
    ]);
    expect(pictureType(moving)).toBeNull();
    const extended = Uint8Array.from([
      ...WEBP.slice(0, 12),
      ...Buffer.from('ICCP'),
      1,
      0,
      0,
      0,
      9,
      0,
      ...WEBP.slice(12),
    ]);
    expect(pictureType(extended)).toBe('image/webp');
    expect(pictureType(Uint8Array.of(...WEBP, ...new Uint8Array(12_288)))).toBeNull();
    const heads = fc.constantFrom(WEBP.slice(0, 16), jpeg(1, 1).slice(0, 3), new Uint8Array(0));
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 40 }), (head, rest) => {
        pictureType(Uint8Array.of(...head, ...rest));
      }),
    );
  });

  it('A-251: operations outside their limits are not read; one of a later version has no effect', () => {
    const body = (fields: readonly number[]) => {
      const operation = {
        type: 'unknown',
        code: 200,
        fields: Uint8Array.from(fields.slice(1)),
      } as const;
      const encoded = encodeBody({ stamp: { wall: 1, count: 0 }, clock: 1, operation });
      encoded.fill(fields[0] ?? 0, CODE, CODE + 1);
      return parseBody('control', encoded);
    };
    expect(body([13, 2, 104, 105])).toMatchObject({
      ok: true,
      value: { operation: { type: 'status', text: 'hi' } },
    });
    expect(body([13, 2, 104]).ok).toBe(false);
    expect(body([14, 0])).toMatchObject({ ok: true, value: { operation: { type: 'picture' } } });
    expect(body([14, 0x81, 0x60]).ok).toBe(false);
    expect(body([200, 1, 2])).toMatchObject({
      ok: true,
      value: { operation: { type: 'unknown' } },
    });
  });
});
