// Everything the module of texts exports. Loops over bytes and numbers only: no allocation, no data of its own, all addresses
// given by the caller.

export * from "./texts/postings";
