/** Records of a store as one byte string: how a fixture goes from Node into a page. */
import { parseBytes } from '../../../src/core/bytes/reader.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import { TABLES } from '../../../src/effects/store/tables.ts';
import type { Key, Row, Table } from '../../../src/ports/store.ts';

export type TableRow = Row & { readonly table: Table };

const MAX_ROWS = 2 ** 20;
const MAX_KEY = 1_000;
const MAX_VALUE = 2 ** 24;

export const encodeRows = (rows: readonly TableRow[]): Uint8Array => {
  const out = createWriter().varint(rows.length);
  for (const { table, key, value } of rows) {
    out.u8(TABLES.indexOf(table)).text(JSON.stringify(key)).bytes(value);
  }
  return out.finish();
};

export const decodeRows = (bytes: Uint8Array): readonly TableRow[] => {
  const parsed = parseBytes(bytes, (reader) =>
    reader.list(MAX_ROWS, (row) => ({
      table: TABLES[row.u8()] ?? 'device',
      key: JSON.parse(row.text(MAX_KEY)) as Key,
      value: row.bytes(MAX_VALUE),
    })),
  );
  if (!parsed.ok) throw new Error('The fixture is malformed.');
  return parsed.value;
};
