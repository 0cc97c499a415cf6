export function pseudo(source: string): string;
