/** The packages that are a part of dist/. */
export const bundledPackages: readonly string[];
