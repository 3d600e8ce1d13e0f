// A small graph with a history and uncommitted changes, and everything that can be read of a graph as text.
import { Graph } from "../../src/index.js";
import { show } from "../model/show.js";

/** Nodes 0 to 3, of which 1 is dead, edges 0 to 2, of which 1 is dead; node 4 and edge 3 live on branch "side" alone. */
export function smallGraph(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(4, { labels: "A", attributes: { age: [1, 2, 3, 4], name: ["a", "b", null, "d"] } });
  graph.addEdges([0, 2, 3], [2, 3, 0], { type: ["T", null, "U"], attributes: { weight: [1, 2, 3] } });
  graph.commit("first");
  graph.branch("side");
  graph.checkout("side");
  const far = graph.addNode("Far", { only: true });
  graph.addEdge(far, 0);
  graph.commit("side");
  graph.history.tag("v1");
  graph.checkout("main");
  graph.removeNode(1);
  graph.removeEdge(1);
  graph.commit("second");
  graph.nodes.set(0, { age: 10 });
  graph.nodes.addLabel(2, "B");
  return graph;
}

/** All that can be read of a graph. */
export function dumpGraph(graph: Graph): string {
  const lines: string[] = [show(graph.status()), show(graph.head)];
  for (const elements of [graph.nodes, graph.edges]) {
    lines.push(`${elements.kind} ${show(elements.schema)} ${show(elements.indexList)}`);
    for (const id of elements) {
      const ends = elements.kind === "edge" ? `${graph.source(id)}-${graph.target(id)}` : "";
      lines.push(`${id} ${ends} ${show(elements.labels(id))} ${show(elements.get(id))}`);
    }
  }
  for (const id of graph.nodes) lines.push(`${id}: ${graph.incidentEdges(id, "both")}`);
  lines.push(show(graph.history.branches()), show(graph.history.tags()), show([...graph.history.log()]));
  return lines.join("\n");
}
