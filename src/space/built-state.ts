/**
 * States built at one go from plain columns, with a pool of their own: what operators on whole graphs give, such as
 * a line graph or a complement. Nothing is ever added to them.
 */
import { EdgePool, ElementPool, Pool, type ReadonlyElementPool } from "../pool/pool.js";
import { AttributeWriter } from "./elements/attribute-writer.js";
import type { RawLabelSets } from "./elements/raw-column.js";
import { PoolAdjacency } from "./states/adjacency.js";
import type { GraphState } from "./states/graph-state.js";
import { pastState } from "./states/past-state.js";
import { TrackedElements } from "./states/tracked-elements.js";

/** One value for each element, by attribute; null and undefined are absent. */
export type PlainColumns = Readonly<Record<string, ArrayLike<unknown>>>;

/** Edges between nodes 0 .. nodeCount - 1, or between the nodes of another state by their ids. */
export interface PlainEdges {
  readonly directed: boolean;
  readonly sources: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly edgeAttributes?: PlainColumns;
  /** The type of each edge. */
  readonly edgeLabelSets?: RawLabelSets;
}

export interface PlainGraph extends PlainEdges {
  readonly nodeCount: number;
  readonly nodeAttributes?: PlainColumns;
  /** The labels of each node. */
  readonly nodeLabelSets?: RawLabelSets;
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
  writeLabelSets(nodes, first, graph.nodeLabelSets);
  return { pool, nodes, graph: new TrackedElements(pool.graph), keys: undefined, ...builtEdges(pool, graph) };
}

/** The state of another's nodes, with their labels and attributes, and edges 0 .. sources.length - 1 of its own. */
export function stateOverNodes(state: GraphState, graph: PlainEdges): GraphState {
  const pool = { nodes: state.pool.nodes, edges: new EdgePool(), graph: new ElementPool("graph") };
  pool.graph.take(1);
  const own = new TrackedElements(pool.graph);
  return {
    pool,
    nodes: pastState(state, []).nodes,
    graph: own,
    keys: state.keys,
    ...builtEdges(pool, graph),
  };
}

/** A pool to add edges to. */
interface EdgeGraphPool {
  readonly nodes: ReadonlyElementPool;
  readonly edges: EdgePool;
}

function builtEdges(
  pool: EdgeGraphPool,
  graph: PlainEdges,
): Omit<GraphState, "pool" | "nodes" | "graph" | "keys"> {
  const { directed, sources, targets, edgeAttributes } = graph;
  const edges = new TrackedElements(pool.edges);
  const writer = new AttributeWriter(edges);
  const columns = writer.prepareBulk(edgeAttributes as never, sources.length);
  const first = pool.edges.appendMany(sources, targets);
  edges.addNew(first, sources.length);
  writer.writeNewRun(columns, first);
  writeLabelSets(edges, first, graph.edgeLabelSets);
  return { directed, edges, adjacency: new PoolAdjacency(pool.edges), structureVersion: 0 };
}

function writeLabelSets(elements: TrackedElements, first: number, labelSets: RawLabelSets | undefined): void {
  if (labelSets === undefined) return;
  const { codes, sets } = labelSets;
  const table = elements.pool.labelSets;
  const numbers = sets.map((names) => (names.length === 0 ? -1 : table.intern(names)));
  for (let i = 0; i < codes.length; i++)
    if (codes[i] >= 0) elements.setLabelSet(first + i, numbers[codes[i]]);
}
