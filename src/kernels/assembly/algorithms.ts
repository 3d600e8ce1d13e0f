// Everything the module of algorithms exports. Loops over bytes and numbers only: no allocation, no data of
// its own, all addresses given by the caller. Each works on the items first .. last - 1 of a range, and
// where several threads may run it at once it says so.

export * from "./components";
export * from "./clustering";
export * from "./cores";
export * from "./joined";
export * from "./labels";
export * from "./merging";
export * from "./modularity";
export * from "./moving";
export { shuffleWords } from "./prng";
export * from "./refining";
export * from "./triangles";
export * from "./ranks";
export * from "./tiles";
export * from "./search";
export * from "./meeting";
export * from "./paths";
export * from "./strong";
export * from "./links";
export { linksAhead, pullLevel, pushLevel } from "./path-levels";
export * from "./dependencies";
export * from "./length-dependencies";
