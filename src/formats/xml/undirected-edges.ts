/** Edges without direction in a directed graph, as reading a mixed file has made them. */
import type { ExportedGraph } from "../shared/exported-graph.js";

/**
 * The position of the attribute `undirected` among those of edges, where it says no more than a format can that says
 * it of each edge: true for some edges, and absent for others. Negative otherwise.
 */
export function undirectedColumn(graph: ExportedGraph): number {
  const { directed, edgeAttributes, edgeCount, view } = graph;
  const at = edgeAttributes.findIndex(
    ({ name, title, type }) => name === "undirected" && title === name && type === "bool",
  );
  if (!directed || at < 0) return -1;
  const absent = graph.absentCount("edge", "undirected");
  if (absent === 0 || absent === edgeCount) return -1;
  const values = view.edges.rawColumn("undirected", view.edges.ids())?.toArray() ?? [];
  return values.includes(false) ? -1 : at;
}
