import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRoomSecret,
  controlEntryKey,
  encodeRoomSecrets,
  findRoomSecret,
  parseRoomSecrets,
  roomSecretOf,
} from '../../../src/core/keys/room-secrets.ts';
import { toHex } from '../../vectors/hex.ts';
import { createTestRandom } from '../crypto/test-random.ts';
import { suite } from './two-writers.ts';

const random = createTestRandom(suite, 'room');
const [first, second] = [random(32), random(32)];
const secrets = [first, second, first].reduce(
  (list, secret) => addRoomSecret(suite, list, secret),
  addRoomSecret(suite, [], first),
);

describe('room secrets', () => {
  it('K-12: are found by id; one that is there already is not added again', () => {
    expect(secrets.map(({ secret }) => secret)).toEqual([first, second]);
    expect(findRoomSecret(secrets, roomSecretOf(suite, second).id)).toEqual(second);
    expect(findRoomSecret(secrets, random(8))).toBeNull();
  });

  it('K-12: give every control entry a key of its own', () => {
    const [room, writer] = [random(32), random(32)];
    const keys = [
      controlEntryKey(suite, first, room, writer, 0),
      controlEntryKey(suite, second, room, writer, 0),
      controlEntryKey(suite, first, writer, writer, 0),
      controlEntryKey(suite, first, room, room, 0),
      controlEntryKey(suite, first, room, writer, 1),
    ];
    expect(new Set(keys.map(toHex)).size).toBe(keys.length);
    expect(controlEntryKey(suite, first, room, writer, 0)).toEqual(keys[0]);
  });

  it('K-13: are read back equal, and arbitrary bytes are no list', () => {
    expect(parseRoomSecrets(encodeRoomSecrets(secrets))).toEqual({ ok: true, value: secrets });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
        const parsed = parseRoomSecrets(bytes);
        if (parsed.ok) expect(encodeRoomSecrets(parsed.value)).toEqual(bytes);
      }),
    );
  });
});
