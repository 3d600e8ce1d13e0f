/** Edges that a format takes for one, or counts as parallel. */
import type { ExportedBlock, ExportedGraph } from "../shared/exported-graph.js";

/** Whether two edges have the same ends, and the same text of an attribute. */
export function hasEqualEdges(
  graph: ExportedGraph,
  textOf: (block: ExportedBlock, i: number) => string | undefined,
  directed = graph.directed,
): boolean {
  const seen = new Set<string>();
  for (const block of graph.edgeBlocks()) {
    const { sources, targets } = block;
    for (let i = 0; i < sources.length; i++) {
      const text = textOf(block, i);
      if (text === undefined) continue;
      const isTurned = !directed && sources[i] > targets[i];
      const [a, b] = isTurned ? [targets[i], sources[i]] : [sources[i], targets[i]];
      const id = `${a} ${b} ${text}`;
      if (seen.has(id)) return true;
      seen.add(id);
    }
  }
  return false;
}
