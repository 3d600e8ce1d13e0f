/** The public names of groggy/search, nothing else. */
export { Ranking } from "../space/elements/ranking.js";
export type { NearestOptions, VectorMetric } from "../space/index/nearest-options.js";
export { type FuseOptions, fuse } from "./fuse.js";
export { type RankByDistanceOptions, rankByDistance } from "./rank-by-distance.js";
