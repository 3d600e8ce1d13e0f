/** The packages that are a part of dist/. */
export const bundledPackages: readonly string[];
/** The packages that only dist/cli has in it, by their folders below node_modules. */
export const programPackages: readonly string[];
