// Compiled, never run: a store that is closed at the end of a block, for those whose library has `using`.
import { Graph } from "groggy";

export function count(path: string): number {
  using graph = Graph.open(path);
  return graph.nodeCount;
}
