import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createSession, openMessage, sealMessage } from '../../../src/core/link/session.ts';

const suite = createNobleSuite();
const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe('the session', () => {
  it('L-10: after 2^20 messages both sides go on under a new key', () => {
    const count = 2 ** 20 - 1;
    const fresh = createSession({ peer: key(0), sendKey: key(1), receiveKey: key(2) });
    let sender = { ...fresh, sending: { key: key(1), count } };
    let receiver = { ...fresh, receiving: { key: key(1), count } };
    for (let i = 0; i < 3; i++) {
      const sealed = sealMessage(suite, sender, new Uint8Array([i]));
      sender = sealed.session;
      const opened = openMessage(suite, receiver, sealed.sealed);
      if (!opened.ok) throw new Error(opened.error);
      receiver = opened.value.session;
      expect(opened.value.message).toEqual(new Uint8Array([i]));
    }
    expect(sender.sending.count).toBe(2);
    expect(sender.sending.key).not.toEqual(key(1));
    expect(receiver.receiving).toEqual(sender.sending);
  });
});
