export const importedModules: Readonly<Record<string, string>>;
export function sourcesOfImports(root?: string): Record<string, string>;
export function sourcesOfExports(root?: string): Record<string, string>;
