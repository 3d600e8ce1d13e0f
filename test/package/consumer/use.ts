// Compiled, never run: what a consumer's compiler makes of the declarations.
import { Graph, GroggyError, type NodeId } from "groggy";
import { connectedComponents, simpleCycles } from "groggy/algorithms";

const graph = new Graph<{ nodes: { name: string; born: number }; edges: { since: number } }>();
const ada: NodeId = graph.addNode("Person", { name: "Ada", born: 1815 });
graph.addEdge(ada, graph.addNode("Person"), "KNOWS", { since: 1840 });
export const name: string | undefined = graph.nodes.get(ada, "name");
export const count: number = connectedComponents(graph).count;

// @ts-expect-error: an attribute has the type that was stated
graph.addNode("Person", { born: "1815" });

const [a, b] = graph.addNodes(2);
graph.addEdge(a, b, { since: null });

// whoever has no AbortSignal can bring something like it
const signal = { aborted: false, throwIfAborted() {} };
graph.history.gc({ signal });
export const cycles = [...simpleCycles(graph, { signal })];

export function codeOf(error: unknown): string | undefined {
  return error instanceof GroggyError ? error.code : undefined;
}
