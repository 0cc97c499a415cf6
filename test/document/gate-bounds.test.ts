import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createWriter, type Writer } from '../../src/core/bytes/writer.ts';
import { readUpdate, UPDATE_LIMITS } from '../../src/document/gate.ts';
import { encodePage } from '../../src/document/page.ts';
import { at } from '../core/journal/writing.ts';
import { createDevice } from './device.ts';
import { docOf, expectSame, suite, writeFeed } from './pages.ts';

const feed = writeFeed(1, 40);
const page = encodePage(suite, feed);

type Change = (doc: Y.Doc) => void;

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.uint8Array({ maxLength: 20 }),
  fc.constant([undefined]),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ value })),
  fc.double(),
  fc.nat(39).map((i) => at(feed, i).bytes),
);

const place = fc.nat(30);
const key = fc.constantFrom('a', 'b', 'ü€😀');

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(key, place, fc.array(anyValue, { maxLength: 4 })).map(([name, i, values]): Change => {
    return (doc) => {
      const list = doc.getArray(`array ${name}`);
      list.insert(Math.min(i, list.length), values);
    };
  }),
  fc.tuple(key, place, place).map(([name, i, count]): Change => {
    return (doc) => {
      const list = doc.getArray(`array ${name}`);
      const from = Math.min(i, list.length);
      list.delete(from, Math.min(count, list.length - from));
    };
  }),
  fc.tuple(key, key, anyValue).map(([name, field, value]): Change => {
    return (doc) => void doc.getMap(`map ${name}`).set(field, value);
  }),
  fc.tuple(key, key).map(([name, field]): Change => {
    return (doc) => doc.getMap(`map ${name}`).delete(field);
  }),
  fc.tuple(key, key).map(([name, field]): Change => {
    return (doc) => {
      const inner = new Y.Map();
      doc.getMap(`map ${name}`).set(field, inner);
      inner.set('deep', new Y.Text('some text'));
      doc.getMap(`map ${name}`).set(`document ${field}`, new Y.Doc());
    };
  }),
  fc.tuple(place, fc.string({ unit: 'grapheme' })).map(([i, text]): Change => {
    return (doc) => {
      const target = doc.getText('text');
      target.insert(Math.min(i, target.length), text, { bold: true });
      target.insertEmbed(0, { image: text });
    };
  }),
  fc.tuple(place, place).map(([i, count]): Change => {
    return (doc) => {
      const target = doc.getText('text');
      const from = Math.min(i, target.length);
      target.format(from, Math.min(count, target.length - from), { bold: null });
      target.delete(from, Math.min(3, target.length - from));
    };
  }),
  fc.string().map((text): Change => {
    return (doc) => {
      const fragment = doc.getXmlFragment('xml');
      const element = new Y.XmlElement('p');
      fragment.insert(0, [element, new Y.XmlText(text)]);
      doc.getArray('hooks').push([new Y.XmlHook('hook')]);
      element.setAttribute('class', text);
    };
  }),
  fc.nat(39).map((i): Change => {
    return (doc) => Y.applyUpdate(doc, encodePage(suite, feed.slice(i, i + 3)));
  }),
);

/** Two people change one document at once; the update of both, in full or since a moment. */
const anyStockUpdate: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.array(anyChange), fc.array(anyChange), fc.boolean())
  .map(([one, two, whole]) => {
    const doc = new Y.Doc();
    const other = new Y.Doc();
    one.forEach((change) => change(doc));
    const vector = Y.encodeStateVector(doc);
    two.forEach((change) => change(other));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    two.forEach((change) => change(doc));
    return whole ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdate(doc, vector);
  });

/** The binary items as stock Yjs reads them. */
const stockItems = (update: Uint8Array) =>
  Y.decodeUpdate(update).structs.flatMap((struct) =>
    struct instanceof Y.Item && struct.content instanceof Y.ContentBinary
      ? [{ ...struct.id, bytes: [...struct.content.content] }]
      : [],
  );

describe('gate and any update', () => {
  it('D-7: finds the binary items of any stock document where stock Yjs finds them', () => {
    fc.assert(
      fc.property(anyStockUpdate, (update) => {
        const found = readUpdate(update);
        if (!found.ok) throw new Error(found.error);
        const plain = found.value.map((item) => ({ ...item, bytes: [...item.bytes] }));
        expect(plain).toEqual(stockItems(update));
      }),
      { numRuns: 300 },
    );
  });

  it('D-7: any stock document leaves the journal a run of the feed, and honest traffic goes on', () => {
    fc.assert(
      fc.property(anyStockUpdate, (update) => {
        const device = createDevice(feed);
        device.receive(update);
        expectSame(device.document(), encodePage(suite, feed.slice(0, device.length(feed))));
        expect(device.receive(page)).toBe(null);
        expectSame(device.document(), page);
      }),
      { numRuns: 60 },
    );
  });

  it('D-7: any bytes, and any change to an update, are read without a throw', () => {
    const bent = fc
      .tuple(anyStockUpdate, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }))
      .map(([update, changes]) => {
        const copy = Uint8Array.from(update);
        for (const [where, byte] of changes) copy[where % copy.length] = byte;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), bent), (bytes) => {
        const device = createDevice(feed);
        device.receive(bytes);
        expectSame(device.document(), encodePage(suite, feed.slice(0, device.length(feed))));
      }),
      { numRuns: 500 },
    );
  });
});

const fill = (write: (writer: Writer) => void, front: Writer): Uint8Array => {
  const piece = createWriter();
  write(piece);
  const bytes = piece.finish();
  const times = Math.floor((UPDATE_LIMITS.bytes - 100) / bytes.length);
  for (let i = 0; i < times; i++) front.fixed(bytes);
  return front.finish();
};

describe('gate and claims that lie', () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const client = () => createWriter().varint(1).varint(huge).varint(5).varint(0);
  const item = (tag: number) => client().u8(tag).varint(1).text('a');
  const cases: readonly (readonly [string, () => Uint8Array])[] = [
    ['a huge count of clients', () => createWriter().varint(huge).finish()],
    ['a huge count of structs', () => client().finish()],
    ['a huge length of bytes', () => item(3).varint(huge).finish()],
    ['a huge length of text', () => item(4).varint(huge).finish()],
    ['a huge list of values', () => item(8).varint(huge).u8(126).finish()],
    ['a huge list of texts', () => item(2).varint(huge).finish()],
    ['a huge array inside', () => item(8).varint(1).u8(117).varint(huge).finish()],
    ['a huge object inside', () => item(8).varint(1).u8(118).varint(huge).finish()],
    ['arrays a million deep', () => fill((w) => w.u8(117).varint(1), item(8).varint(1))],
    ['objects a million deep', () => fill((w) => w.u8(118).varint(1).text(''), item(8).varint(1))],
    ['a million pieces of garbage', () => fill((w) => w.u8(0).varint(1), client())],
    ['garbage beyond all clocks', () => client().u8(0).varint(huge).u8(0).varint(huge).finish()],
    ['two million values', () => fill((w) => w.u8(126), item(8).varint(huge))],
    [
      'a million clients',
      () => fill((w) => w.varint(0).varint(1).varint(0), createWriter().varint(huge)),
    ],
    [
      'a million deletions',
      () =>
        fill(
          (w) => w.varint(1).varint(1),
          createWriter().varint(0).varint(1).varint(1).varint(huge),
        ),
    ],
    ['a number without an end', () => fill((w) => w.u8(128), createWriter())],
  ];
  for (const [name, write] of cases) {
    it(`D-7: ${name}: malformed, and it ends`, () => {
      expect(readUpdate(write())).toEqual({ ok: false, error: 'malformed' });
    });
  }

  it('D-7: a document as large as an update may be is read', () => {
    const entries = writeFeed(9, 256);
    const doc = docOf(encodePage(suite, entries));
    expect(readUpdate(Y.encodeStateAsUpdate(doc)).ok).toBe(true);
  });
});
