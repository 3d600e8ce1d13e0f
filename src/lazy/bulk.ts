/** Door to upserts of many nodes and edges, and to ends of edges that are given by key. */
export { readNodeKeys, resolveKeys } from "../space/elements/given-keys.js";
export { mergeEdgeRows } from "../space/merge-edges.js";
export { mergeNodeRows, readMergeRows } from "../space/merge-nodes.js";
export { newTexts } from "../space/text-keys.js";
