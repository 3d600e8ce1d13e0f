export function algorithmFiles(): Record<string, string>;
