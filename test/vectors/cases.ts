/** The shape that all Wycheproof files share. */

export type Case = { readonly tcId: number; readonly result: 'valid' | 'invalid' | 'acceptable' };

export type VectorFile<C, G = unknown> = {
  readonly cases: number;
  readonly groups: readonly { readonly group: G; readonly tests: readonly C[] }[];
};

export const casesOf = <C extends Case>(file: VectorFile<C>): readonly C[] =>
  file.groups.flatMap(({ tests }) => tests);
