export function rulesOf(spec: string): string[];
export function citationsOf(title: string): string[];
