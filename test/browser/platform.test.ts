/**
 * What the app builds on must be there in every browser we name, before anything of ours runs.
 */

import { describe, expect, it } from 'vitest';

describe('the platform', () => {
  it('S-101: IndexedDB confirms a strict write and reads it back', async () => {
    const database = await openDatabase('platform-test');
    const write = database.transaction('rows', 'readwrite', { durability: 'strict' });
    expect(write.durability).toBe('strict');
    write.objectStore('rows').put(new Uint8Array([1, 2, 3]), 'key');
    await finished(write);
    const row = await result(database.transaction('rows').objectStore('rows').get('key'));
    expect(row).toEqual(new Uint8Array([1, 2, 3]));
    database.close();
    indexedDB.deleteDatabase('platform-test');
  });

  it('T-101: Web Locks let one in and tell the next that it must wait', async () => {
    await navigator.locks.request('platform-test', async () => {
      const second = await navigator.locks.request(
        'platform-test',
        { ifAvailable: true },
        (lock) => lock === null,
      );
      expect(second).toBe(true);
    });
  });

  it('L-101: two WebRTC connections on this machine exchange a message', async () => {
    const [left, right] = [new RTCPeerConnection(), new RTCPeerConnection()];
    try {
      left.onicecandidate = ({ candidate }) => void right.addIceCandidate(candidate ?? undefined);
      right.onicecandidate = ({ candidate }) => void left.addIceCandidate(candidate ?? undefined);
      const channel = left.createDataChannel('test');
      const heard = new Promise((resolve) => {
        right.ondatachannel = ({ channel: other }) => {
          other.onmessage = ({ data }) => resolve(data);
        };
      });
      channel.onopen = () => channel.send('hello');
      await left.setLocalDescription();
      await right.setRemoteDescription(description(left));
      await right.setLocalDescription();
      await left.setRemoteDescription(description(right));
      await expect(heard).resolves.toBe('hello');
    } finally {
      left.close();
      right.close();
    }
  });

  it('H-101: the page is a secure context with WebCrypto', () => {
    expect(globalThis.isSecureContext).toBe(true);
    expect(crypto.subtle.wrapKey).toBeTypeOf('function');
  });
});

function description(connection: RTCPeerConnection): RTCSessionDescription {
  if (connection.localDescription === null) throw new Error('no description');
  return connection.localDescription;
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('rows');
  return result(request);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no result'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}
