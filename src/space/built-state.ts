/**
 * States built at one go from plain columns, with a pool of their own: what operators on whole graphs give, such as
 * a line graph or a complement. Nothing is ever added to them.
 */
import { EdgePool, Pool } from "../pool/pool.js";
import { Adjacency } from "./adjacency.js";
import { AttributeWriter } from "./attribute-writer.js";
import type { GraphState } from "./graph-state.js";
import { pastState } from "./past-state.js";
import { TrackedElements } from "./tracked-elements.js";

/** One value for each element, by attribute; null and undefined are absent. */
export type PlainColumns = Readonly<Record<string, ArrayLike<unknown>>>;

/** Edges between nodes 0 .. nodeCount - 1, or between the nodes of another state by their ids. */
export interface PlainEdges {
  readonly directed: boolean;
  readonly sources: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly edgeAttributes?: PlainColumns;
}

export interface PlainGraph extends PlainEdges {
  readonly nodeCount: number;
  readonly nodeAttributes?: PlainColumns;
}

/** The state of nodes 0 .. nodeCount - 1 and edges 0 .. sources.length - 1. */
export function builtState(graph: PlainGraph): GraphState {
  const pool = new Pool();
  const nodes = new TrackedElements(pool.nodes);
  const writer = new AttributeWriter(nodes);
  const columns = writer.prepareBulk(graph.nodeAttributes as never, graph.nodeCount);
  const first = pool.nodes.take(graph.nodeCount);
  nodes.addNew(first, graph.nodeCount);
  writer.writeNewRun(columns, first);
  return { pool, nodes, ...builtEdges(pool, graph) };
}

/** The state of another's nodes, with their labels and attributes, and edges 0 .. sources.length - 1 of its own. */
export function stateOverNodes(state: GraphState, graph: PlainEdges): GraphState {
  const pool: Pool = { nodes: state.pool.nodes, edges: new EdgePool() };
  return { pool, nodes: pastState(state, []).nodes, ...builtEdges(pool, graph) };
}

function builtEdges(pool: Pool, graph: PlainEdges): Omit<GraphState, "pool" | "nodes"> {
  const { directed, sources, targets, edgeAttributes } = graph;
  const edges = new TrackedElements(pool.edges);
  const writer = new AttributeWriter(edges);
  const columns = writer.prepareBulk(edgeAttributes as never, sources.length);
  const first = pool.edges.appendMany(sources, targets);
  edges.addNew(first, sources.length);
  writer.writeNewRun(columns, first);
  return { directed, edges, adjacency: new Adjacency(pool), structureVersion: 0 };
}
