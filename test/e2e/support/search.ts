/**
 * Looks for many byte strings at once in places of any size, such as the whole memory of a process:
 * one pass over each place, in which only a position whose two first bytes begin one of them is
 * looked at closer.
 */

/** Something to look for, in every form it may be written down in. */
export type Mark = { readonly name: string; readonly forms: readonly Buffer[] };

/** Something to look in. */
export type Place = { readonly name: string; readonly bytes: Buffer };

type Form = { readonly mark: string; readonly bytes: Buffer };

/** One line for each mark in each place that has it. */
export function tracesOf(places: readonly Place[], marks: readonly Mark[]): string[] {
  const byBeginning = new Map<number, Form[]>();
  for (const { name, forms } of marks) {
    for (const bytes of forms) {
      if (bytes.length < 4) throw new RangeError(`"${name}" is too short to be looked for`);
      const beginning = bytes.readUInt16LE(0);
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { mark: name, bytes }]);
    }
  }
  return places.flatMap(({ name, bytes }) =>
    [...found(bytes, byBeginning)].map((mark) => `${mark} in ${name}`),
  );
}

function found(bytes: Buffer, byBeginning: ReadonlyMap<number, readonly Form[]>): Set<string> {
  const begins = new Uint8Array(65_536);
  for (const beginning of byBeginning.keys()) begins[beginning] = 1;
  const marks = new Set<string>();
  let pair = (bytes[0] ?? 0) << 8;
  for (let end = 1; end < bytes.length; end += 1) {
    pair = (pair >> 8) | ((bytes[end] ?? 0) << 8);
    if (begins[pair] !== 1) continue;
    for (const { mark, bytes: form } of byBeginning.get(pair) ?? []) {
      const start = end - 1;
      if (bytes.subarray(start, start + form.length).equals(form)) marks.add(mark);
    }
  }
  return marks;
}
