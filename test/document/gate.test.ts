import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createWriter } from '../../src/core/bytes/writer.ts';
import { MAX_ENTRY_BYTES } from '../../src/core/journal/entry.ts';
import { headerFeed } from '../../src/core/journal/header.ts';
import { UPDATE_LIMITS } from '../../src/document/gate.ts';
import { joinPages } from '../../src/document/joined.ts';
import { EMPTY_UPDATE, encodePage, pageClient, pageName } from '../../src/document/page.ts';
import { at, bytesOf, unsign, writeChain } from '../core/journal/writing.ts';
import { createDevice, type Device } from './device.ts';
import { docOf, expectSame, nameOf, pagesOf, suite, writeFeed } from './pages.ts';

const victim = writeFeed(1, 300);
const member = writeFeed(2, 20);
const stranger = writeFeed(3, 5);
const before = victim.slice(0, 200);
const page0 = encodePage(suite, before);
const id = headerFeed(at(victim, 0).header);
const client = pageClient(suite, id, 0);
const root = pageName(id, 0);

/** A device that holds 200 entries of the victim, tried with `update`, and then sent the rest. */
const attack = (update: Uint8Array): Device => {
  const device = createDevice(victim, member);
  device.receive(page0);
  const held = device.document();
  expectSame(held, page0);

  device.receive(update);
  expectSame(device.document(), held);

  expect(device.receive(encodePage(suite, victim.slice(200, 256)))).toBe(null);
  expect(device.receive(encodePage(suite, victim.slice(256)))).toBe(null);
  expect(device.receive(encodePage(suite, member))).toBe(null);
  expectSame(device.document(), joinPages([...pagesOf(victim), ...pagesOf(member)]));
  return device;
};

const blameOf = (update: Uint8Array) => createDevice(victim, member).receive(update);

/** An update with one client whose structs follow. */
const structs = (from: number, count: number, clientId = client) =>
  createWriter().varint(1).varint(count).varint(clientId).varint(from);

describe('gate', () => {
  it('D-1: lets entries in and lets nothing else happen', () => {
    const device = createDevice(victim);
    expect(device.receive(page0)).toBe(null);
    expect(device.length(victim)).toBe(200);
    expect(device.receive(page0)).toBe(null);
    expect(device.receive(EMPTY_UPDATE)).toBe(null);
    expectSame(device.document(), page0);
  });

  it('D-1: takes whole documents that stock Yjs wrote or merged', () => {
    const all = [...pagesOf(victim), ...pagesOf(member)];
    const device = createDevice(victim, member);
    expect(device.receive(Y.mergeUpdates(all))).toBe(null);
    expectSame(device.document(), joinPages(all));
  });

  it('D-1: takes entries from wherever a stock peer put them', () => {
    const doc = new Y.Doc();
    doc.getMap('other').set('x', at(victim, 1).bytes);
    doc.getArray('more').insert(0, ['text', { a: [1] }, at(victim, 0).bytes]);
    const device = createDevice(victim);
    expect(device.receive(Y.encodeStateAsUpdate(doc))).toBe(null);
    expectSame(device.document(), encodePage(suite, victim.slice(0, 2)));
  });
});

describe('malicious updates', () => {
  it('D-10: a delete set that names a range of another writer deletes nothing', () => {
    const update = createWriter().varint(0).varint(1).varint(client).varint(1).varint(0);
    const deletion = update.varint(200).finish();
    expect(docOf(page0, deletion).getArray(root).length).toBe(0);
    attack(deletion);
    expect(blameOf(deletion)).toBe(null);
  });

  it('D-10: a document in which everything was deleted deletes nothing', () => {
    const doc = docOf(page0);
    doc.getArray(root).delete(0, 200);
    attack(Y.encodeStateAsUpdate(doc));
  });

  it("D-11: content forged at a writer's place first keeps nothing of that writer out", () => {
    const item = (content: Uint8Array) =>
      structs(0, 1).u8(3).varint(1).text(root).bytes(content).varint(0).finish();
    const device = createDevice(victim, member);
    expect(device.receive(item(at(member, 0).bytes))).toBe(null);
    expect(device.receive(item(unsign(at(victim, 0)).bytes))).toBe(null);
    expect(device.receive(page0)).toBe(null);
    expectSame(device.document(), joinPages([page0, encodePage(suite, member.slice(0, 1))]));
  });

  it("D-11: content forged at a writer's next place leaves two devices equal", () => {
    const forged = unsign(at(writeChain(1, { after: at(before, -1) }), 0));
    const update = encodePage(suite, [forged]);
    attack(update);
    const [one, two] = [createDevice(victim), createDevice(victim)];
    for (const sent of [page0, update, encodePage(suite, victim.slice(200, 256))])
      one.receive(sent);
    for (const sent of [encodePage(suite, victim.slice(200, 256)), page0, update])
      two.receive(sent);
    expectSame(one.document(), two.document());
    expect(one.length(victim)).toBe(256);
  });

  it("D-12: garbage of huge length under a writer's client mutes nobody", () => {
    for (const [from, length] of [
      [200, 2 ** 31],
      [0, 2 ** 52],
      [2 ** 40, 1],
    ] as const) {
      attack(structs(from, 1).u8(0).varint(length).varint(0).finish());
      attack(structs(from, 1).u8(10).varint(length).varint(0).finish());
    }
  });

  it('D-13: deletions of what is not written yet are not kept and not spread', () => {
    const update = createWriter().varint(0).varint(1).varint(client).varint(1).varint(200);
    const device = attack(update.varint(100_000).finish());
    expect(docOf(device.document()).getArray(root).length).toBe(256);
  });

  it('D-14: garbage after a gap is not kept and not spread', () => {
    const garbage = 'x'.repeat(1024 * 1024);
    const text = structs(5000, 1).u8(0x84).varint(client).varint(4999).text(garbage).varint(0);
    const device = attack(text.finish());
    expect(device.held().items).toEqual([]);
    expect(device.document().length).toBeLessThan(400_000);
  });

  it('D-14: entries after a gap are held within bounds and without blame', () => {
    const device = createDevice(victim);
    expect(device.receive(encodePage(suite, victim.slice(100, 200)))).toBe(null);
    expect(device.heldOf(victim)).toBe(100);
    expectSame(device.document(), EMPTY_UPDATE);
    expect(device.receive(encodePage(suite, victim.slice(0, 100)))).toBe(null);
    expect(device.held().items).toEqual([]);
    expectSame(device.document(), page0);
  });

  it("D-15: a map under a page's name, set by a high client id, displaces nothing", () => {
    const doc = docOf(page0);
    doc.clientID = Number.MAX_SAFE_INTEGER;
    doc.getMap(root).set('0', bytesOf(1, 500));
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(docOf(page0)));
    attack(update);
  });

  it("D-15: entries inserted between or before a page's entries move nothing", () => {
    const doc = docOf(page0);
    doc.getArray(root).insert(0, [at(member, 0).bytes, 'text']);
    doc.getArray(root).insert(100, [{ any: null }]);
    const device = createDevice(victim, member);
    device.receive(page0);
    expect(device.receive(Y.encodeStateAsUpdate(doc))).toBe(null);
    expect(device.length(victim)).toBe(200);
    expectSame(device.document(), joinPages([page0, encodePage(suite, member.slice(0, 1))]));
  });

  it('D-16: malformed bytes are blamed and nothing else happens', () => {
    for (const bytes of [[], [0], [1], [1, 1, 5, 0, 31], [255, 255, 255, 255], [0, 0, 0]]) {
      const update = Uint8Array.from(bytes);
      expect(blameOf(update)).toBe('malformed');
      attack(update);
    }
    attack(page0.subarray(0, -1));
    expect(blameOf(page0.subarray(0, -1))).toBe('malformed');
  });

  it('D-16: a wrong payload hash, or bytes that are no entry, are blamed; the rest goes on', () => {
    const bent = at(victim, 1).bytes.with(-1, 99);
    const doc = new Y.Doc();
    doc.getArray('a').insert(0, [at(victim, 0).bytes, bent, bytesOf(1, 3)]);
    const device = createDevice(victim);
    expect(device.receive(Y.encodeStateAsUpdate(doc))).toBe('malformed');
    expect(device.length(victim)).toBe(1);
    const long = new Uint8Array(MAX_ENTRY_BYTES + 1);
    expect(blameOf(structs(0, 1).u8(3).varint(1).text('a').bytes(long).varint(0).finish())).toBe(
      'malformed',
    );
  });

  it('D-16: an entry of a later version is passed over without blame', () => {
    const doc = new Y.Doc();
    doc.getArray('a').insert(0, [at(victim, 0).bytes.with(0, 2), at(victim, 0).bytes]);
    const device = createDevice(victim);
    expect(device.receive(Y.encodeStateAsUpdate(doc))).toBe(null);
    expect(device.length(victim)).toBe(1);
  });

  it('D-16: an update above 2 MiB, or of more items than entries fit, is blamed as oversize', () => {
    expect(blameOf(new Uint8Array(UPDATE_LIMITS.bytes + 1))).toBe('oversize');
    const many = structs(0, UPDATE_LIMITS.items + 1);
    for (let i = 0; i <= UPDATE_LIMITS.items; i++) many.u8(0x83).varint(1).varint(0).varint(0);
    expect(blameOf(many.varint(0).finish())).toBe('oversize');
  });

  it('D-17: entries of an unknown writer are held without blame until it is known', () => {
    const device = createDevice(victim);
    expect(device.receive(encodePage(suite, stranger))).toBe(null);
    expect(device.receive(encodePage(suite, stranger))).toBe(null);
    expect(device.heldOf(stranger)).toBe(5);
    expectSame(device.document(), EMPTY_UPDATE);
    device.meet(stranger);
    expect(device.heldOf(stranger)).toBe(0);
    expectSame(device.document(), encodePage(suite, stranger));
    expect(nameOf(stranger)).not.toBe(nameOf(victim));
  });
});
