/**
 * The results of algorithms as rows of queries: for each type of result that functions declare, its columns and how they
 * are read. Rows have the order of the result; numbers that hold for all of it stand in each row.
 */
import type { GraphPort } from "../query/run/graph-port.js";
import { NodeValue, PathValue, RelationshipValue } from "../query/values/elements.js";
import type { CypherValue } from "../query/values/value.js";
import type { GraphView } from "../view.js";
import type { AlgorithmEntry } from "./algorithm-entry.js";
import { valueFrom } from "./graph-procedure.js";

type Rows = Iterable<readonly CypherValue[]>;
type Numbers = ArrayLike<number>;

/** The columns of a result by their types, and its rows. */
export interface ResultShape {
  readonly outputs: Readonly<Record<string, string>>;
  readonly rows: (result: never, graph: GraphPort) => Rows;
}

interface Aligned {
  readonly ids: Uint32Array;
  readonly values: Numbers;
}

interface Walk {
  readonly nodes: Uint32Array;
  readonly edges: Uint32Array;
  readonly distance?: number;
}

/** The functions whose ids are those of edges. A test compares it with the results. */
export const edgeResults: ReadonlySet<string> = new Set([
  "bridges",
  "transitiveReduction",
  "edgeBetweennessCentrality",
  "biconnectedComponents",
  "sampleEdges",
]);

/** The names of the values of a family, where they have a name of their own. */
const VALUE_NAMES: Readonly<Record<string, string>> = {
  centrality: "score",
  communities: "community",
  components: "component",
  similarity: "score",
  shortestPathLengths: "distance",
  greedyColoring: "color",
  bipartiteSides: "side",
  coreNumbers: "core",
};

/** The columns that hold for all of a result, beside its rows. */
const SCALARS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  IteratedResult: { iterations: "INTEGER", converged: "BOOLEAN" },
  HitsResult: { iterations: "INTEGER", converged: "BOOLEAN" },
  SimRank: { iterations: "INTEGER", converged: "BOOLEAN" },
  Betweenness: { errorBound: "FLOAT" },
  Communities: { modularity: "FLOAT" },
  Modules: { modularity: "FLOAT", codeLength: "FLOAT" },
  Clustering: { average: "FLOAT" },
  CoreNumbers: { degeneracy: "INTEGER" },
  Coloring: { count: "INTEGER" },
  Triangles: { total: "INTEGER" },
  Flow: { value: "FLOAT" },
  CostFlow: { value: "FLOAT", cost: "FLOAT" },
  SpanningForest: { weight: "FLOAT" },
  WeightMatching: { size: "INTEGER", weight: "FLOAT" },
};

/** Results of an array of numbers with ids beside it, by the type of the numbers. */
const ALIGNED: Readonly<Record<string, string>> = {
  "Result<Float64Array>": "FLOAT",
  "Result<Int32Array> | undefined": "INTEGER",
  IteratedResult: "FLOAT",
  Betweenness: "FLOAT",
  Clustering: "FLOAT",
  Communities: "INTEGER",
  Modules: "INTEGER",
  Components: "INTEGER",
  BiconnectedComponents: "INTEGER",
  CoreNumbers: "INTEGER",
  Coloring: "INTEGER",
  Triangles: "INTEGER",
};

/** The shape of what a function gives. */
export function shapeOf(entry: AlgorithmEntry): ResultShape {
  const { name, result } = entry;
  const shape = plainShape(entry);
  const scalars = SCALARS[result];
  if (shape === undefined) throw new Error(`"${name}" gives a ${result}, of which no rows are made`);
  if (scalars === undefined) return shape;
  const readers = Object.entries(scalars).map(([scalar, type]) => [scalar, readerOf(type)] as const);
  return {
    outputs: { ...shape.outputs, ...scalars },
    rows: (given, graph) => withScalars(shape.rows(given, graph), given, readers),
  };
}

function* withScalars(
  rows: Rows,
  result: Readonly<Record<string, unknown>>,
  readers: readonly (readonly [string, (given: number) => CypherValue])[],
): Rows {
  const values = readers.map(([name, read]) => {
    const given = result[name];
    return typeof given === "boolean" ? given : read(given as number);
  });
  for (const row of rows) yield [...row, ...values];
}

function plainShape(entry: AlgorithmEntry): ResultShape | undefined {
  const { family, name, result } = entry;
  const value = VALUE_NAMES[name] ?? VALUE_NAMES[family] ?? "value";
  const kind = edgeResults.has(name) ? "edge" : "node";
  const element = kind === "node" ? "NODE" : "RELATIONSHIP";
  const type = name === "shortestPathLengths" ? "NUMBER" : ALIGNED[result];
  if (type !== undefined)
    return { outputs: { [kind]: element, [value]: type }, rows: alignedRows(kind, readerOf(type)) };
  if (/^Selection</.test(result))
    return {
      outputs: { [kind]: element },
      rows: ((selection: { ids: () => Uint32Array }, graph) =>
        idRows(selection.ids(), kind, graph)) as ResultShape["rows"],
    };
  return BY_RESULT[result]?.(kind, element);
}

/** The other shapes by the type of the result. */
const BY_RESULT: Readonly<Record<string, (kind: "node" | "edge", element: string) => ResultShape>> = {
  Uint32Array: (kind, element) => ({
    outputs: { [kind]: element },
    rows: ((ids: Uint32Array, graph) => idRows(ids, kind, graph)) as ResultShape["rows"],
  }),
  "Uint32Array[]": nodeLists,
  "Generator<Uint32Array, void>": nodeLists,
  "Generator<Uint32Array, void, undefined>": nodeLists,
  number: () => ({ outputs: { value: "FLOAT?" }, rows: single }),
  boolean: () => ({ outputs: { value: "BOOLEAN" }, rows: single }),
  Float64Array: () => ({ outputs: { degree: "INTEGER", value: "FLOAT" }, rows: indexedRows }),
  "Record<TriadClass, number>": namedNumbers,
  TripletCensus: namedNumbers,
  "Path | undefined": paths,
  "Path[]": paths,
  "Generator<Path, void>": paths,
  "Cycle | undefined": () => ({ outputs: { path: "PATH" }, rows: cycleRows }),
  SearchTree: () => ({
    outputs: { node: "NODE", depth: "INTEGER", predecessor: "NODE?" },
    rows: treeRows,
  }),
  DepthFirstTree: () => ({
    outputs: { node: "NODE", depth: "INTEGER", predecessor: "NODE?", postorder: "INTEGER" },
    rows: depthFirstRows,
  }),
  ShortestPaths: distances,
  BellmanFordPaths: distances,
  HitsResult: () => ({ outputs: { node: "NODE", hub: "FLOAT", authority: "FLOAT" }, rows: hitsRows }),
  DistanceMatrix: () => ({
    outputs: { source: "NODE", target: "NODE", distance: "FLOAT" },
    rows: matrixRows,
  }),
  SimRank: () => ({ outputs: { source: "NODE", target: "NODE", score: "FLOAT" }, rows: matrixRows }),
  PairScores: () => ({ outputs: { source: "NODE", target: "NODE", score: "FLOAT" }, rows: pairRows }),
  SimilarityEdges: () => ({
    outputs: { source: "NODE", target: "NODE", score: "FLOAT" },
    rows: similarRows,
  }),
  NodePairs: () => ({ outputs: { source: "NODE", target: "NODE" }, rows: pairRows }),
  "Generator<Communities, void, undefined>": () => ({
    outputs: { division: "INTEGER", node: "NODE", community: "INTEGER", modularity: "FLOAT" },
    rows: divisionRows,
  }),
  "Generator<Result<Uint32Array>, void, undefined>": () => ({
    outputs: { match: "INTEGER", pattern: "INTEGER", node: "NODE" },
    rows: embeddingRows,
  }),
  Flow: () => ({ outputs: { edge: "RELATIONSHIP", flow: "FLOAT" }, rows: flowRows }),
  CostFlow: () => ({ outputs: { edge: "RELATIONSHIP", flow: "FLOAT" }, rows: flowRows }),
  Cut: cuts,
  "Cut | undefined": cuts,
  SpanningForest: () => ({ outputs: { edge: "RELATIONSHIP" }, rows: edgeSetRows }),
  WeightMatching: () => ({ outputs: { edge: "RELATIONSHIP" }, rows: edgeSetRows }),
  EdgeList: () => ({ outputs: GRAPH_OUTPUTS, rows: edgeListRows }),
  GraphView: views,
  "GraphView<T>": views,
  "GraphView<{ readonly nodes: NodeAttributes<T> }>": views,
};

const GRAPH_OUTPUTS = {
  kind: "STRING",
  id: "INTEGER",
  labels: "LIST<STRING>",
  source: "INTEGER?",
  target: "INTEGER?",
  attributes: "MAP",
} as const;

function readerOf(type: string): (given: number) => CypherValue {
  if (type === "INTEGER") return (given) => BigInt(given);
  // hops are whole, lengths are not, and an end that is out of reach is Infinity
  if (type === "NUMBER") return (given) => valueFrom(given);
  return (given) => given;
}

function elementOf(graph: GraphPort, kind: "node" | "edge", id: number): NodeValue | RelationshipValue {
  return kind === "node" ? new NodeValue(graph, id) : new RelationshipValue(graph, id);
}

function nodesOf(ids: Iterable<number>, graph: GraphPort): NodeValue[] {
  return Array.from(ids, (id) => new NodeValue(graph, id));
}

function alignedRows(kind: "node" | "edge", read: (given: number) => CypherValue): ResultShape["rows"] {
  return function* (result: Aligned | undefined, graph): Rows {
    if (result === undefined) return;
    const { ids, values } = result;
    for (let i = 0; i < ids.length; i++) yield [elementOf(graph, kind, ids[i]), read(values[i])];
  } as ResultShape["rows"];
}

function* idRows(ids: Uint32Array, kind: "node" | "edge", graph: GraphPort): Rows {
  for (const id of ids) yield [elementOf(graph, kind, id)];
}

function* edgeSetRows({ edges }: { edges: Uint32Array }, graph: GraphPort): Rows {
  yield* idRows(edges, "edge", graph);
}

function* single(value: number | boolean): Rows {
  yield [value];
}

function* indexedRows(values: Float64Array): Rows {
  for (let i = 0; i < values.length; i++) yield [BigInt(i), values[i]];
}

function namedNumbers(): ResultShape {
  return {
    outputs: { name: "STRING", count: "INTEGER" },
    rows: function* (record: Record<string, number>): Rows {
      for (const [name, count] of Object.entries(record)) yield [name, BigInt(count)];
    } as ResultShape["rows"],
  };
}

function nodeLists(): ResultShape {
  return {
    outputs: { index: "INTEGER", nodes: "LIST<NODE>" },
    rows: function* (lists: Iterable<Uint32Array>, graph): Rows {
      let index = 0n;
      for (const ids of lists) yield [index++, nodesOf(ids, graph)];
    } as ResultShape["rows"],
  };
}

function pathOf({ nodes, edges }: Walk, graph: GraphPort): PathValue {
  return new PathValue(
    nodesOf(nodes, graph),
    Array.from(edges, (id) => new RelationshipValue(graph, id)),
  );
}

function paths(): ResultShape {
  return {
    outputs: { path: "PATH", distance: "FLOAT" },
    rows: function* (given: Walk | Iterable<Walk> | undefined, graph): Rows {
      if (given === undefined) return;
      // a path can be gone through itself, by its nodes
      const all = "edges" in given ? [given] : given;
      for (const each of all) yield [pathOf(each, graph), each.distance ?? each.edges.length];
    } as ResultShape["rows"],
  };
}

/** A cycle as a path that ends where it begins. */
function* cycleRows(cycle: Walk | undefined, graph: GraphPort): Rows {
  if (cycle === undefined) return;
  const { nodes, edges } = cycle;
  yield [pathOf({ nodes: Uint32Array.of(...nodes, nodes[0]), edges }, graph)];
}

interface SearchResult {
  readonly order: Uint32Array;
  readonly postorder?: Uint32Array;
  readonly depths: { get: (id: number) => number | undefined };
  readonly predecessors: { get: (id: number) => number | undefined };
}

function predecessorOf(id: number | undefined, graph: GraphPort): CypherValue {
  return id === undefined || id < 0 ? null : new NodeValue(graph, id);
}

function* treeRows({ order, depths, predecessors }: SearchResult, graph: GraphPort): Rows {
  for (const id of order)
    yield [
      new NodeValue(graph, id),
      BigInt(depths.get(id) as number),
      predecessorOf(predecessors.get(id), graph),
    ];
}

function* depthFirstRows(tree: SearchResult, graph: GraphPort): Rows {
  const places = new Map(Array.from(tree.postorder as Uint32Array, (id, place) => [id, place]));
  for (const row of treeRows(tree, graph))
    yield [...row, BigInt(places.get((row[0] as NodeValue).id) as number)];
}

function distances(): ResultShape {
  return {
    outputs: { node: "NODE", distance: "FLOAT", predecessor: "NODE?" },
    rows: function* (
      { distances: { ids, values }, predecessors }: { distances: Aligned; predecessors: Aligned },
      graph,
    ): Rows {
      for (let i = 0; i < ids.length; i++)
        yield [new NodeValue(graph, ids[i]), values[i], predecessorOf(predecessors.values[i], graph)];
    } as ResultShape["rows"],
  };
}

function* hitsRows({ hubs, authorities }: { hubs: Aligned; authorities: Aligned }, graph: GraphPort): Rows {
  for (let i = 0; i < hubs.ids.length; i++)
    yield [new NodeValue(graph, hubs.ids[i]), hubs.values[i], authorities.values[i]];
}

function* matrixRows({ ids, values }: Aligned, graph: GraphPort): Rows {
  const nodes = nodesOf(ids, graph);
  for (let i = 0; i < values.length; i++)
    yield [nodes[Math.floor(i / nodes.length)], nodes[i % nodes.length], values[i]];
}

function similarRows(
  { sources, targets, scores }: { sources: Uint32Array; targets: Uint32Array; scores: Numbers },
  graph: GraphPort,
): Rows {
  return pairRows({ sources, targets, values: scores }, graph);
}

function* pairRows(
  { sources, targets, values }: { sources: Uint32Array; targets: Uint32Array; values?: Numbers },
  graph: GraphPort,
): Rows {
  for (let i = 0; i < sources.length; i++) {
    const ends = [new NodeValue(graph, sources[i]), new NodeValue(graph, targets[i])];
    yield values === undefined ? ends : [...ends, values[i]];
  }
}

function* divisionRows(divisions: Iterable<Aligned & { modularity: number }>, graph: GraphPort): Rows {
  let division = 0n;
  for (const { ids, values, modularity } of divisions) {
    for (let i = 0; i < ids.length; i++)
      yield [division, new NodeValue(graph, ids[i]), BigInt(values[i]), modularity];
    division++;
  }
}

/** The nodes of the pattern by their ids, since it may be another graph's. */
function* embeddingRows(matches: Iterable<Aligned>, graph: GraphPort): Rows {
  let match = 0n;
  for (const { ids, values } of matches) {
    for (let i = 0; i < ids.length; i++) yield [match, BigInt(ids[i]), new NodeValue(graph, values[i])];
    match++;
  }
}

function* flowRows({ flow: { ids, values } }: { flow: Aligned }, graph: GraphPort): Rows {
  for (let i = 0; i < ids.length; i++) yield [new RelationshipValue(graph, ids[i]), values[i]];
}

function cuts(): ResultShape {
  return {
    outputs: { value: "FLOAT", edges: "LIST<RELATIONSHIP>", nodes: "LIST<NODE>" },
    rows: function* (cut: (Walk & { value: number }) | undefined, graph): Rows {
      if (cut === undefined) return;
      const edges = Array.from(cut.edges, (id) => new RelationshipValue(graph, id));
      yield [cut.value, edges, nodesOf(cut.nodes, graph)];
    } as ResultShape["rows"],
  };
}

interface MadeEdges {
  readonly nodeCount: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly attributes: Readonly<Record<string, ArrayLike<unknown>>>;
  readonly edgeAttributes: Readonly<Record<string, ArrayLike<unknown>>>;
}

function attributesAt(columns: Readonly<Record<string, ArrayLike<unknown>>>, at: number): CypherValue {
  return new Map(Object.entries(columns).map(([name, values]) => [name, valueFrom(values[at])]));
}

/** A graph that was made, with ids from 0 on. */
function* edgeListRows({ nodeCount, sources, targets, attributes, edgeAttributes }: MadeEdges): Rows {
  for (let id = 0; id < nodeCount; id++)
    yield ["node", BigInt(id), [], null, null, attributesAt(attributes, id)];
  for (let id = 0; id < sources.length; id++)
    yield [
      "edge",
      BigInt(id),
      [],
      BigInt(sources[id]),
      BigInt(targets[id]),
      attributesAt(edgeAttributes, id),
    ];
}

/** A graph that is made of another, by the ids that it has. */
function views(): ResultShape {
  return {
    outputs: GRAPH_OUTPUTS,
    rows: function* (view: GraphView): Rows {
      for (const id of view.nodes)
        yield ["node", BigInt(id), [...view.nodes.labels(id)], null, null, valueFrom(view.nodes.get(id))];
      for (const id of view.edges) {
        const type = view.edges.labels(id);
        const ends = [BigInt(view.source(id)), BigInt(view.target(id))];
        yield ["edge", BigInt(id), [...type], ...ends, valueFrom(view.edges.get(id))];
      }
    } as ResultShape["rows"],
  };
}
