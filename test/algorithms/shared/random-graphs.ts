// Graphs for the properties of algorithms: directed or not, with isolated nodes, self-loops, parallel edges,
// several parts and gaps in the ids; live, past and partial views; each with its plain lists for the oracles.
import fc from "fast-check";
import { Graph, type GraphView } from "../../../src/index.js";

export interface PlainEdge {
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly weight: number;
}

export interface Case {
  readonly view: GraphView;
  readonly directed: boolean;
  /** Ascending, as `view.nodes.ids()`. */
  readonly ids: number[];
  /** Ascending by id; `weight` is also the attribute "weight". */
  readonly edges: PlainEdge[];
}

export interface CaseOptions {
  readonly directed?: boolean;
  readonly nodesMin?: number;
  readonly nodesMax?: number;
  readonly edgesMax?: number;
  readonly weightMin?: number;
  readonly weightMax?: number;
}

/** Whole-number weights, so that sums are exact; nodes 0 .. nodesMax. */
export function cases(options: CaseOptions = {}): fc.Arbitrary<Case> {
  const { directed, nodesMin = 0, nodesMax = 8, edgesMax = 20, weightMin = 0, weightMax = 6 } = options;
  return fc
    .record({
      directed: directed === undefined ? fc.boolean() : fc.constant(directed),
      nodeCount: fc.integer({ min: nodesMin, max: nodesMax }),
      ends: fc.array(
        fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: weightMin, max: weightMax }), fc.nat(4)),
        { maxLength: edgesMax },
      ),
      kind: fc.constantFrom("live", "gaps", "past", "subgraph" as const),
      dropped: fc.array(fc.nat(), { maxLength: 3 }),
    })
    .map(({ directed, nodeCount, ends, kind, dropped }) => {
      const graph = new Graph({ directed });
      const extra = kind === "live" ? 0 : dropped.length;
      const nodes = [...graph.addNodes(nodeCount + extra)];
      // which nodes are in excess, and go
      const gone = new Set<number>();
      for (let i = 0; i < extra; i++) {
        const rest = nodes.filter((id) => !gone.has(id));
        gone.add(rest[dropped[i] % rest.length]);
      }
      if (nodes.length > 0) {
        for (const [a, b, weight, excess] of ends) {
          const source = nodes[a % nodes.length];
          const target = nodes[b % nodes.length];
          const id = graph.addEdge(source, target, { weight });
          if (kind === "gaps" && excess === 0) graph.removeEdge(id);
        }
      }
      return caseOf(viewOf(graph, kind, gone));
    });
}

function viewOf(graph: Graph, kind: string, gone: ReadonlySet<number>): GraphView {
  if (kind === "subgraph") return graph.subgraph(graph.nodes.select(gone).not());
  graph.removeNodes(gone);
  if (kind !== "past") return graph;
  graph.commit("past", { allowEmpty: true });
  const view = graph.at("main");
  graph.addEdges(graph.nodes.ids(), graph.nodes.ids().reverse());
  graph.removeNodes(graph.nodes.ids().subarray(0, 2));
  return view;
}

/** The plain lists of a view. */
export function caseOf(view: GraphView): Case {
  const edges = [...view.edges.ids()].map((id) => ({
    id,
    source: view.source(id),
    target: view.target(id),
    weight: (view.edges.get(id, "weight") as number | undefined) ?? 1,
  }));
  return { view, directed: view.directed, ids: [...view.nodes.ids()], edges };
}

export interface PlainArc {
  readonly from: number;
  readonly to: number;
  readonly edge: PlainEdge;
}

/** Every arc: one an edge in the direction asked for, or two. */
export function arcsOfCase({ directed, edges }: Case, direction: "out" | "in" | "both" = "out"): PlainArc[] {
  const way = directed ? direction : "both";
  return edges.flatMap((edge) => {
    const out = { from: edge.source, to: edge.target, edge };
    const back = { from: edge.target, to: edge.source, edge };
    return way === "out" ? [out] : way === "in" ? [back] : [out, back];
  });
}

/** The shortest distance from each node to each, by relaxing all arcs as often as there are nodes. */
export function naiveDistances(
  { ids }: Case,
  arcs: readonly PlainArc[],
  source: number,
  weightOf: (edge: PlainEdge) => number = (edge) => edge.weight,
): Map<number, number> {
  const distances = new Map(ids.map((id) => [id, id === source ? 0 : Infinity]));
  for (let round = 0; round < ids.length; round++) {
    for (const { from, to, edge } of arcs) {
      const distance = distances.get(from)! + weightOf(edge);
      if (distance < distances.get(to)!) distances.set(to, distance);
    }
  }
  return distances;
}

/** The nodes that can be reached from one, itself included. */
export function naiveReach(arcs: readonly PlainArc[], source: number): Set<number> {
  const reached = new Set([source]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { from, to } of arcs) if (reached.has(from)) reached.add(to);
  }
  return reached;
}

/** A case out of pairs of node positions, with weights 1 unless given. */
export function graphOf(
  directed: boolean,
  nodeCount: number,
  pairs: readonly (readonly [number, number, number?])[],
): Graph {
  const graph = new Graph({ directed });
  graph.addNodes(nodeCount);
  for (const [source, target, weight = 1] of pairs) graph.addEdge(source, target, { weight });
  return graph;
}

/** A path of `count` nodes, 0 to count - 1. */
export function pathGraph(count: number, directed = true): Graph {
  const graph = new Graph({ directed });
  const ids = graph.addNodes(count);
  graph.addEdges(ids.subarray(0, Math.max(0, count - 1)), ids.subarray(1));
  return graph;
}
