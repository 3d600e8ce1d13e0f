/** The public names of groggy/search, nothing else. */
export { Ranking } from "../space/elements/ranking.js";
export type { NearestOptions, VectorMetric } from "../space/index/nearest-options.js";
export type {
  HighlightOptions,
  TextSearchOptions,
  WordSearchOptions,
} from "../space/index/search-options.js";
export type { Highlight } from "../space/index/text/highlight.js";
export type { Language } from "../space/index/text/text-leaf.js";
export type { BuiltQuery, TextQuery } from "../space/index/text/text-query.js";
export { all, any, fuzzy, not, phrase, prefix } from "./build-query.js";
export { type FuseOptions, fuse } from "./fuse.js";
export { type RankByDistanceOptions, rankByDistance } from "./rank-by-distance.js";
