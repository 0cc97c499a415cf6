export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
};
export function countVitest(file: string, code: number): Counts;
