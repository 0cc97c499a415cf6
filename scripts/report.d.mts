export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
};
export function countVitest(file: string, code: number): Counts;

export function failedFiles(file: string): string[];

export function failures(file: string): string[];

export function countSecondGo(
  file: string,
  again: string,
  code: number,
): { counts: { passed: number; failed: number; skipped: number }; shaky: string[] };
