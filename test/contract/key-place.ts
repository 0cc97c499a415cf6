/** The rules of the KeyPlace port. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { KeyPlace, KeyRecord } from '../../src/ports/key-place.ts';

/** `createInstallation` gives a function that makes the port of one more tab. */
export const tryKeyPlace = (name: string, createInstallation: () => () => KeyPlace): void => {
  const lock = (byte: number): { readonly kind: 'locked'; readonly lock: Uint8Array } => ({
    kind: 'locked',
    lock: new Uint8Array(90).fill(byte),
  });
  const recordIn = async (place: KeyPlace): Promise<KeyRecord> => {
    const read = await place.read();
    if (!read.ok) throw new Error(read.error);
    return read.value;
  };

  describe(`the place of the key: ${name}`, () => {
    it('H-134: a lock takes the place of the key, and the same key that of the lock', async () => {
      const tab = createInstallation();
      const [one, other] = [tab(), tab()];
      const before = await recordIn(one);
      expect(before.kind).toBe('open');
      expect(await one.replace(before, lock(1))).toEqual(ok(undefined));
      expect(await recordIn(other)).toEqual({ ...lock(1), tries: undefined });
      expect(await other.replace(lock(1), before)).toEqual(ok(undefined));
      expect(await recordIn(one)).toEqual(before);
    });

    it('H-134: of tabs that replace the same, one wins', async () => {
      const tab = createInstallation();
      const before = await recordIn(tab());
      const results = await Promise.all(
        [1, 2, 3, 4].map((byte) => tab().replace(before, lock(byte))),
      );
      expect(results.filter(({ ok: isOk }) => isOk)).toHaveLength(1);
      expect(results.filter((each) => !each.ok)).toEqual([1, 2, 3].map(() => err('conflict')));
      expect(await tab().replace(lock(9), before)).toEqual(err('conflict'));
    });

    it('H-135: the record of tries is compared, stays for another lock and goes with the last', async () => {
      const place = createInstallation()();
      const before = await recordIn(place);
      const [one, two] = [new Uint8Array([1]), new Uint8Array([2])];
      expect(await place.noteTries(undefined, one)).toEqual(err('conflict'));
      await place.replace(before, lock(1));
      expect(await place.noteTries(undefined, one)).toEqual(ok(undefined));
      expect(await place.noteTries(undefined, two)).toEqual(err('conflict'));
      expect(await place.noteTries(two, one)).toEqual(err('conflict'));
      await place.replace(lock(1), lock(2));
      expect(await recordIn(place)).toEqual({ ...lock(2), tries: one });
      expect(await place.noteTries(one, two)).toEqual(ok(undefined));
      await place.replace(lock(2), before);
      await place.replace(before, lock(3));
      expect(await recordIn(place)).toEqual({ ...lock(3), tries: undefined });
    });
  });
};
