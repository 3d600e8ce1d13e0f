// The state of a graph as text: equal for graphs with the same elements in the same state.
import type { Graph, GraphView } from "../../src/index.js";
import { show } from "../model/show.js";

/** All elements with their ends, labels and values. */
export function digestOf(view: GraphView): string {
  const lines: string[] = [];
  for (const id of view.nodes.ids()) {
    lines.push(`node ${id} ${show(view.nodes.labels(id))} ${show(view.nodes.get(id))}`);
  }
  for (const id of view.edges.ids()) {
    const ends = `${view.source(id)} ${view.target(id)}`;
    lines.push(`edge ${id} ${ends} ${show(view.edges.type(id))} ${show(view.edges.get(id))}`);
  }
  return lines.join("\n");
}

/** The elements, and all that history, schema and indices say. */
export function stateOf(graph: Graph): string {
  const { history } = graph;
  const { branch, commit } = history.head;
  // computing the changes forgets the types of attributes that came and have no value any more
  const status = graph.status();
  const names = (refs: readonly { name: string; commit: { id: string } }[]) =>
    refs.map((ref) => `${ref.name}:${ref.commit.id.slice(0, 8)}`).join();
  return [
    `counts ${graph.nodeCount} ${graph.edgeCount}`,
    digestOf(graph),
    `schema ${show(graph.nodes.schema)} ${show(graph.edges.schema)}`,
    `indices ${show(graph.nodes.indexList)} ${show(graph.edges.indexList)}`,
    `head ${branch} ${commit?.id.slice(0, 8)}`,
    `status ${JSON.stringify(status)}`,
    `branches ${names(history.branches())} tags ${names(history.tags())} remotes ${names(history.remoteBranches())}`,
    `commits ${history.commitCount} log ${commit === null ? 0 : history.log().length}`,
    `stashes ${history.stashes().length} operations ${JSON.stringify(history.operations())}`,
  ].join("\n");
}

/** Throws unless counts, ends, neighbours and keys agree with each other. */
export function requireInvariants(graph: Graph, key: string | undefined): void {
  const require = (condition: boolean, message: string) => {
    if (!condition) throw new Error(`invariant broken: ${message}`);
  };
  const [nodes, edges] = [[...graph.nodes], [...graph.edges]];
  require(nodes.length ===
    graph.nodeCount, `nodeCount is ${graph.nodeCount}, iteration gives ${nodes.length}`);
  require(edges.length ===
    graph.edgeCount, `edgeCount is ${graph.edgeCount}, iteration gives ${edges.length}`);
  const leaving = new Map<number, number[]>(nodes.map((id) => [id, []]));
  const entering = new Map<number, number[]>(nodes.map((id) => [id, []]));
  for (const edge of edges) {
    const [source, target] = [graph.source(edge), graph.target(edge)];
    require(graph.hasNode(source) && graph.hasNode(target), `edge ${edge} leads to a node that is not there`);
    leaving.get(source)?.push(edge);
    entering.get(target)?.push(edge);
  }
  for (const id of nodes) {
    if (!graph.directed) break;
    for (const [direction, expected] of [
      ["out", leaving.get(id)],
      ["in", entering.get(id)],
    ] as const) {
      const found = [...graph.incidentEdges(id, direction)];
      require(found.join() === (expected ?? []).join() &&
        graph.degree(id, direction) ===
          found.length, `edges "${direction}" of node ${id} are ${expected}, incidentEdges gives ${found}`);
    }
  }
  if (key === undefined) return;
  for (const id of nodes) {
    const value: unknown = graph.nodes.get(id, key);
    if (value === undefined || value === null) continue;
    require(graph.node(value) ===
      id, `node(${show(value)}) is ${graph.node(value)}, node ${id} has this key`);
  }
}
