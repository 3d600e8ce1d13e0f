// Everything the module of vectors exports. Loops over bytes and numbers only: no allocation, no data of its own, all
// addresses given by the caller.

export * from "./vectors/bits";
export * from "./vectors/codes";
export * from "./vectors/row-estimates";
export * from "./vectors/row-scores";
