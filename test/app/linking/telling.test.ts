/** What devices tell each other, as bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { introduce } from '../../../src/app/conversation/devices.ts';
import { encodeTelling, parseTelling, type Telling } from '../../../src/app/linking/telling.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { pairPeople } from '../support/pair.ts';

const random = createFakeRandom(5);
const suite = createNobleSuite();

const samples = async (): Promise<readonly Telling[]> => {
  const pair = await pairPeople();
  const phone = await pair.alice.tab();
  const welcome = phone.state();
  const { conversationId, writer } = welcome;
  const { admission } = introduce({ suite, random }, conversationId, { member: writer, name: 'x' });
  const stamp = { wall: 1_700_000_000_000, count: 3 };
  return [
    { type: 'matched' },
    { type: 'here' },
    { type: 'along', links: ['https://chat.example/#abc', 'https://chat.example/#def'] },
    { type: 'offer', conversationId, member: writer, name: 'Alice' },
    { type: 'introduction', conversationId, admission },
    { type: 'welcome', writer, welcome },
    {
      type: 'registers',
      entries: [{ key: 'a/b', value: new Uint8Array([1]), stamp, device: random(16) }],
    },
  ];
};

describe('a telling', () => {
  it('A-208: what is told is read back equal', async () => {
    for (const telling of await samples()) {
      const read = parseTelling(encodeTelling(telling));
      if (telling.type !== 'welcome') expect(read).toEqual(telling);
      else expect(read && encodeTelling(read)).toEqual(encodeTelling(telling));
    }
  });

  it('A-208: cut, damaged and unknown ones are null or another telling, and nothing throws', async () => {
    for (const telling of await samples()) {
      const bytes = encodeTelling(telling);
      expect(parseTelling(bytes.subarray(0, bytes.length - 1))).toBeNull();
      for (let at = 0; at < bytes.length; at += 37) {
        parseTelling(bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte)));
      }
    }
    expect(parseTelling(new Uint8Array([200, 1, 2]))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => void parseTelling(noise)));
  });

  it('A-208: a welcome to where nobody can meet, without a room secret, is none', async () => {
    const welcome = (await samples()).find((each) => each.type === 'welcome');
    if (welcome?.type !== 'welcome') throw new Error('no sample');
    const empty = { ...welcome, welcome: { ...welcome.welcome, roomSecrets: [] } };
    expect(parseTelling(encodeTelling(welcome))?.type).toBe('welcome');
    expect(parseTelling(encodeTelling(empty))).toBeNull();
  });
});
