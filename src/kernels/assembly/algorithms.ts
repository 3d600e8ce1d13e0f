// Everything the module of algorithms exports. Loops over bytes and numbers only: no allocation, no data of
// its own, all addresses given by the caller. Each works on the items first .. last - 1 of a range, and
// where several threads may run it at once it says so.

export * from "./components/connected-components";
export * from "./structure/clustering-coefficient";
export * from "./structure/core-numbers";
export * from "./shared/symmetrized";
export * from "./communities/label-propagation";
export * from "./communities/coarsening";
export * from "./communities/modularity";
export * from "./communities/local-moving";
export { shuffleWords } from "./shared/prng";
export * from "./communities/leiden";
export * from "./structure/triangles";
export * from "./structure/sparse-triangles";
export * from "./centrality/page-rank";
export * from "./centrality/power-step";
export * from "./centrality/tiled-page-rank";
export * from "./traversal/hops";
export * from "./paths/bidirectional-search";
export * from "./paths/dijkstra";
export * from "./components/strongly-connected-components";
export * from "./centrality/links";
export { linksAhead, pullLevel, pushLevel } from "./centrality/path-levels";
export * from "./centrality/betweenness-centrality";
export * from "./centrality/weighted-betweenness";
