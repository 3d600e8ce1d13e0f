// Everything the module of the core exports. Loops over bytes and numbers only: no allocation, no data of
// its own, all addresses given by the caller.

export * from "./core/csr";
export * from "./core/filter";
