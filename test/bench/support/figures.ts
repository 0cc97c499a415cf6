/** From single measurements to the figures that a bench reports. */

/** The value that `share` of the values do not exceed (nearest rank); `share` is above 0, at most 1. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error('There is nothing to take a figure from.');
  return found;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** To one digit after the point: clocks in pages give no more. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The last line of every bench. */
export const report = (figures: Record<string, unknown>): void => {
  console.log(JSON.stringify(figures));
};

/** `--name 12` on the command line, or what is usual. */
export const countFrom = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return usual;
  const count = Number(process.argv[at + 1]);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--${name} takes a whole number from 1.`);
  }
  return count;
};
