/** Random graphs with removed elements, and every kind of view of them, each with a plain model beside it. */
import fc from "fast-check";
import { reverse, toUndirected } from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";

export interface PlainEdge {
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly type: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A view and all that a reader may know of it, as plain data. */
export interface World {
  readonly view: GraphView;
  readonly directed: boolean;
  readonly nodes: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  readonly edges: readonly PlainEdge[];
}

const TYPES = ["A", "B", "C", undefined] as const;

/** A random graph, from which elements have been removed, seen in one way or another. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    directed: fc.boolean(),
    nodeCount: fc.integer({ min: 1, max: 14 }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3), fc.option(fc.integer({ min: 0, max: 5 }))), {
      maxLength: 40,
    }),
    removedNodes: fc.array(fc.nat(), { maxLength: 2 }),
    removedEdges: fc.array(fc.nat(), { maxLength: 4 }),
    late: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3)), { maxLength: 6 }),
    kind: fc.constantFrom("live", "past", "part", "reversed", "undirected", "reversed part"),
    part: fc.nat(2 ** 14 - 1),
  })
  .map(({ directed, nodeCount, ends, removedNodes, removedEdges, late, kind, part }) => {
    const graph = new Graph({ directed, schema: { edges: { w: "int32" } } });
    for (let i = 0; i < nodeCount; i++) graph.addNode(i % 2 === 0 ? "Even" : "Odd", { rank: i % 3 });
    for (const [u, v, type, w] of ends) {
      graph.addEdge(u % nodeCount, v % nodeCount, TYPES[type], w === null ? {} : { w });
    }
    for (const id of removedEdges) if (graph.hasEdge(id)) graph.removeEdge(id);
    for (const id of removedNodes) if (graph.hasNode(id) && graph.nodeCount > 1) graph.removeNode(id);
    const present = plainOf(graph, directed);
    if (kind === "past") {
      graph.commit("present", { allowEmpty: true });
      const live = graph.nodes.ids();
      for (const [u, v, type] of late)
        graph.addEdge(live[u % live.length]!, live[v % live.length]!, TYPES[type]);
      return { ...present, view: graph.at("HEAD") };
    }
    return seen(graph, present, kind, part);
  });

function seen(graph: Graph, present: World, kind: string, part: number): World {
  const kept = graph.nodes.select([...present.nodes.keys()].filter((_, i) => ((part >>> i) & 1) === 0));
  const cut: World = {
    ...present,
    nodes: new Map([...present.nodes].filter(([id]) => kept.has(id))),
    edges: present.edges.filter(({ source, target }) => kept.has(source) && kept.has(target)),
  };
  const turned = (world: World): World => ({
    ...world,
    edges: world.edges.map((edge) => ({ ...edge, source: edge.target, target: edge.source })),
  });
  if (kind === "part") return { ...cut, view: graph.subgraph(kept) };
  if (kind === "reversed part") return { ...turned(cut), view: reverse(graph.subgraph(kept)) };
  if (kind === "reversed") return { ...turned(present), view: reverse(graph) };
  if (kind === "undirected") return { ...present, directed: false, view: toUndirected(graph) };
  return present;
}

function plainOf(graph: Graph, directed: boolean): World {
  return {
    view: graph,
    directed,
    nodes: new Map([...graph.nodes].map((id) => [id, graph.nodes.get(id)])),
    edges: [...graph.edges].map((id) => ({
      id,
      source: graph.source(id),
      target: graph.target(id),
      type: graph.edges.type(id),
      attributes: graph.edges.get(id),
    })),
  };
}
