export function runtimeImports(source: string): string[];
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][];
