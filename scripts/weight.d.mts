/** Files of the built app by their path below dist/app, with their size in bytes after gzip. */
export type Sizes = [file: string, bytes: number][];

export function firstScreenScripts(): Sizes;
export function wholeApp(): Sizes;
export function sumOf(sizes: Sizes): number;
