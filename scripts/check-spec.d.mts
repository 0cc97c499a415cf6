export function rulesOf(spec: string): string[];
export function citationsOf(source: string): string[];
