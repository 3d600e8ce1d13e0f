/**
 * A graph to read: the live one, a state of its past, or a part of either. All that algorithms and formats see. Over
 * 500 lines, since each question has its documentation here.
 */

import { keptCsr } from "#lazy/csr";
import { prepareQuery, proceduresOf, runQuery, runQueryAsync } from "#lazy/query";
import { countDegrees, rowsOfValues } from "#lazy/reads";
import { describe, GroggyError } from "./errors.js";
import type {
  AnyGraphTypes,
  EdgeAttributes,
  GraphTypes,
  NodeAttributes,
  OwnAttributes,
} from "./graph-types.js";
import type { CypherText } from "./query/result/cypher-text.js";
import type { ProcedureList } from "./query/result/kept-procedures.js";
import type { QueryResult } from "./query/result/query-result.js";
import type { AsyncQueryOptions, QueryOptions, QueryTarget } from "./query/result/run-query.js";
import type { PastOfQuery } from "./query/result/state-port.js";
import { builtState, type PlainEdges, type PlainGraph, stateOverNodes } from "./space/built-state.js";
import type { Csr, KeptCsr } from "./space/csr.js";
import { ElementsView } from "./space/elements/elements-view.js";
import { readIds } from "./space/elements/given-ids.js";
import { checkKeyTypes, readKey, requireRule } from "./space/elements/given-key.js";
import { AttributesView } from "./space/elements/graph-attributes.js";
import type { IdTable } from "./space/elements/id-owners.js";
import { Selection } from "./space/elements/selection.js";
import { indicesOver } from "./space/index/index-set.js";
import { EdgeBuffer } from "./space/states/adjacency.js";
import { type AlongOptions, readEdgeTypes, TypeTest } from "./space/states/edge-types.js";
import { PartOfElements } from "./space/states/element-state.js";
import { checkDirection, type Direction, type GraphState } from "./space/states/graph-state.js";
import { type ArcBudget, LocalArcs } from "./space/states/local-arcs.js";
import { pastState } from "./space/states/past-state.js";
import { reversedState } from "./space/states/reversed-state.js";
import { unitedState } from "./space/states/united-state.js";
import { Bitmap } from "./structures/bitmap.js";
import { defineInspect } from "./structures/inspect.js";
import { checkNames } from "./structures/options.js";
import { tuning } from "./structures/tuning.js";
import { markView } from "./structures/view-brand.js";

export type { Column } from "./pool/column.js";
export { createColumn } from "./pool/create-column.js";
export {
  concatRaw,
  gatherRaw,
  type RawNumbers,
  type RawValues,
  rawCount,
  sliceRaw,
} from "./pool/raw-values.js";
export {
  type AttributeType,
  formatType,
  inferType,
  isTemporalType,
  isUnionType,
  isWholeType,
  parseType,
  type ScalarType,
  unionType,
  type ValueType,
} from "./pool/value-type.js";
export type { PlainColumns, PlainEdges, PlainGraph } from "./space/built-state.js";
export type { Csr } from "./space/csr.js";
export type { ElementsReader } from "./space/elements/elements-reader.js";
export { ElementsView } from "./space/elements/elements-view.js";
export { checkOwner, readIds } from "./space/elements/given-ids.js";
export { AttributesView } from "./space/elements/graph-attributes.js";
export { ownerOfIds, tableOfIds } from "./space/elements/id-owners.js";
export { MixedColumn, RawColumn, type RawEnds, type RawLabelSets } from "./space/elements/raw-column.js";
export { Selection } from "./space/elements/selection.js";
export type { AlongOptions, EdgeTypes } from "./space/states/edge-types.js";
export { checkDirection, type Direction } from "./space/states/graph-state.js";
export { LocalArcs } from "./space/states/local-arcs.js";
export type { ElementRow, RowOptions } from "./space/tables/rows.js";
export type { StepOptions } from "./space/traversal/read-steps.js";

/** The number of a node: given by the graph in increasing order, the same on all branches, never given twice. */
export type NodeId = number;

/** The number of an edge: given by the graph in increasing order, the same on all branches, never given twice. */
export type EdgeId = number;

/** The rules that the nodes of a graph keep in every state. */
export interface GraphRules {
  /** Attributes whose values, taken together, no two nodes of the label share; without a label no two nodes at all. */
  readonly unique: readonly {
    readonly label: string | undefined;
    readonly attributes: readonly string[];
    /** Whether `node` finds nodes by them. */
    readonly isKey: boolean;
  }[];
  /** Attributes that each node of a label has. */
  readonly required: readonly { readonly label: string; readonly attribute: string }[];
}

/** A graph to read. A {@link Graph} is one; `at` and `subgraph` give others, which never change. */
export class GraphView<T extends GraphTypes = AnyGraphTypes> {
  readonly nodes: ElementsView<NodeAttributes<T>, EdgeAttributes<T>>;
  readonly edges: ElementsView<EdgeAttributes<T>, NodeAttributes<T>>;
  /** The attributes of the graph itself; a part of a graph has those of the whole. */
  readonly attributes: AttributesView<OwnAttributes<T>>;
  readonly #state: GraphState;
  /** The graph that it was taken of, and when; undefined for the graph itself, and what is made of nothing. */
  #past: PastOfQuery | undefined;
  #frozen: { readonly version: number; readonly kept: KeptCsr } | undefined;
  #local: { readonly version: number; readonly budget: ArcBudget } | undefined;

  /** Views come from a graph: `at` and `subgraph`. @hidden */
  constructor(none: never);
  /** @internal */
  constructor(
    state: GraphState,
    nodes?: ElementsView<NodeAttributes<T>, EdgeAttributes<T>>,
    edges?: ElementsView<EdgeAttributes<T>, NodeAttributes<T>>,
    attributes?: AttributesView<OwnAttributes<T>>,
  );
  constructor(
    state: GraphState,
    nodes: ElementsView<NodeAttributes<T>, EdgeAttributes<T>> = new ElementsView(
      state.nodes,
      indicesOver(state.nodes.pool),
    ),
    edges: ElementsView<EdgeAttributes<T>, NodeAttributes<T>> = new ElementsView(
      state.edges,
      indicesOver(state.edges.pool),
    ),
    attributes: AttributesView<OwnAttributes<T>> = new AttributesView(state.graph),
  ) {
    this.#state = state;
    this.nodes = nodes;
    this.edges = edges;
    this.attributes = attributes;
    nodes.settleIn(this);
    edges.settleIn(this);
    markView(this);
    inspectAsGraphView();
  }

  /** Whether edges lead one way; in an undirected graph each leads either way. */
  get directed(): boolean {
    return this.#state.directed;
  }

  get nodeCount(): number {
    return this.#state.nodes.live.count;
  }

  get edgeCount(): number {
    return this.#state.edges.live.count;
  }

  /** Whether there is a node with this id. */
  hasNode(id: NodeId): boolean {
    return this.nodes.has(id);
  }

  /** Whether there is an edge with this id. */
  hasEdge(id: EdgeId): boolean {
    return this.edges.has(id);
  }

  /** The attribute that nodes are found by; undefined in a graph without one, or with keys by label. */
  get key(): string | undefined {
    return this.#state.keys?.keyOf(undefined)?.names[0];
  }

  /** The rules that nodes keep in every state, in new objects: keys and other unique attributes, required ones. */
  get rules(): GraphRules {
    const { uniques = [], required = [] } = this.#state.keys ?? {};
    return {
      unique: uniques.map(({ label, names, isKey = false }) => ({ label, attributes: [...names], isKey })),
      required: required.map(({ label, name }) => ({ label, attribute: name })),
    };
  }

  /**
   * The node whose key has this value here; undefined if there is none. Microseconds, whatever the graph's size. A key
   * is compared as the attribute's type stores it.
   *
   * @param label of a graph with keys by label.
   * @param key the value; of a key of several attributes an array, or an object, of their values.
   * @throws GroggyError MISSING_KEY if the graph, or the label, has no key; TypeError if the key is of another type.
   * @example
   * const library = new Graph({ keys: { Person: "email", Paper: ["venue", "number"] } });
   * library.addNode("Person", { email: "ada@example.org" });
   * library.node("Person", "ada@example.org"); // => 0
   * library.node("Paper", { venue: "VLDB", number: 7 }); // => undefined
   */
  node(label: string, key: unknown): NodeId | undefined;
  node(key: unknown): NodeId | undefined;
  node(...given: readonly unknown[]): NodeId | undefined {
    const { keys, nodes } = this.#state;
    const [label, key] = given.length > 1 ? given : [undefined, given[0]];
    const rule = requireRule(keys, label);
    const values = readKey(rule, key);
    if (values === undefined) return undefined;
    checkKeyTypes(nodes, rule, values);
    return keys?.find(nodes, rule, values);
  }

  /** The node an edge leads from. Throws if the edge is not in the graph. */
  source(edge: EdgeId): NodeId {
    this.edges.check(edge);
    return this.#state.pool.edges.sources[edge];
  }

  /** The node an edge leads to. Throws if the edge is not in the graph. */
  target(edge: EdgeId): NodeId {
    this.edges.check(edge);
    return this.#state.pool.edges.targets[edge];
  }

  /**
   * The edges from one node to another (`out`, which is the default), the other way (`in`) or either (`both`), oldest
   * first; in an undirected graph all directions are the same. O(degree).
   *
   * @param along the direction, or `{ direction, type }` for edges of one type or of several.
   */
  edgesBetween(source: NodeId, target: NodeId, along?: Direction | AlongOptions): Uint32Array;
  edgesBetween(source: NodeId, target: NodeId, along: unknown = "out", none?: unknown): Uint32Array {
    const { direction, types } = readAlong(along, none);
    this.nodes.check(source, "source");
    this.nodes.check(target, "target");
    const { sources, targets } = this.#state.pool.edges;
    const found = this.#edgesAt(source, direction, types).filter(
      (edge) => (sources[edge] === source ? targets[edge] : sources[edge]) === target,
    );
    return found;
  }

  /**
   * The nodes at the far ends of a node's arcs, each once, in the order of the oldest edge to them. O(degree).
   *
   * @param along the direction, or `{ direction, type }` for edges of one type or of several. Defaults to `out`: the
   *   nodes that arcs of this node lead to. In an undirected graph all directions are the same.
   */
  neighbors(id: NodeId, along?: Direction | AlongOptions): Uint32Array;
  neighbors(id: NodeId, along: unknown = "out", none?: unknown): Uint32Array {
    const { direction, types } = readAlong(along, none);
    this.nodes.check(id);
    const edges = this.#edgesAt(id, direction, types);
    const { sources, targets } = this.#state.pool.edges;
    // where all arcs lead one way, checking each edge's ends once is enough
    const far = !this.directed || direction === "both" ? undefined : direction === "out" ? targets : sources;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      edges[i] = far !== undefined ? far[edge] : sources[edge] === id ? targets[edge] : sources[edge];
    }
    return distinct(edges);
  }

  /**
   * The edges that leave a node (`out`, which is the default), enter it (`in`) or either (`both`), a self-loop once;
   * oldest first. O(degree).
   *
   * @param along the direction, or `{ direction, type }` for edges of one type or of several.
   */
  incidentEdges(id: NodeId, along?: Direction | AlongOptions): Uint32Array;
  incidentEdges(id: NodeId, along: unknown = "out", none?: unknown): Uint32Array {
    const { direction, types } = readAlong(along, none);
    this.nodes.check(id);
    return this.#edgesAt(id, direction, types);
  }

  #edgesAt(id: NodeId, direction: Direction, types: readonly string[] | undefined): Uint32Array {
    const { adjacency, edges } = this.#state;
    const way = this.directed ? direction : "both";
    const leaving = way === "in" ? undefined : adjacency.lists(false).edges(id, edges.live);
    const entering = way === "out" ? undefined : adjacency.lists(true).edges(id, edges.live);
    const found =
      leaving === undefined || entering === undefined
        ? ((leaving ?? entering) as Uint32Array)
        : mergeAscending(leaving, entering);
    return types === undefined ? found : new TypeTest(edges, types).filter(found);
  }

  /**
   * The number of arcs that leave a node (`out`, which is the default), enter it (`in`) or either (`both`). Parallel
   * edges count each; a self-loop leaves and enters, so it counts twice in `both` and in an undirected graph.
   * O(degree).
   *
   * @param along the direction, or `{ direction, type }` for edges of one type or of several.
   */
  degree(id: NodeId, along?: Direction | AlongOptions): number;
  degree(id: NodeId, along: unknown = "out", none?: unknown): number {
    const { direction, types } = readAlong(along, none);
    this.nodes.check(id);
    const { adjacency, edges } = this.#state;
    if (types !== undefined)
      return countDegrees(this.#state, [id], { direction, types, where: undefined })[0];
    const way = this.directed ? direction : "both";
    const frozen = this.#frozenNow;
    if (frozen !== undefined && (way === "out" || !this.directed)) {
      const index = frozen.indexOf(id);
      return frozen.out.offsets[index + 1] - frozen.out.offsets[index];
    }
    const leaving = way === "in" ? 0 : adjacency.lists(false).degree(id, edges.live);
    const entering = way === "out" ? 0 : adjacency.lists(true).degree(id, edges.live);
    return leaving + entering;
  }

  /**
   * The degrees of many nodes, aligned with the ids given; of a selection in the order of its ids. As `degree` counts
   * them, in one pass over their edges, or over all edges for many nodes.
   *
   * @param ids ids in any order, repeats allowed, or a selection of nodes. Defaults to all nodes.
   * @param along the direction, or `{ direction, type }`, as for `degree`.
   * @throws GroggyError NODE_NOT_FOUND, or FOREIGN_SELECTION for a selection of edges or of another graph.
   */
  degrees(ids?: Iterable<NodeId>, along?: Direction | AlongOptions): Uint32Array;
  degrees(ids: Iterable<NodeId> = this.nodes, along: unknown = "out", none?: unknown): Uint32Array {
    const { direction, types } = readAlong(along, none);
    const list = readIds("ids", ids, this.#state.pool.nodes);
    // all that there are need not be looked up
    for (let i = 0; ids !== this.nodes && i < list.length; i++)
      if (!this.nodes.has(list[i])) this.nodes.check(list[i], `ids[${i}]`);
    return countDegrees(this.#state, list, { direction, types, where: undefined });
  }

  /**
   * A view of some nodes and all edges among them, or of some edges and their ends. It never changes, whatever
   * happens to this graph. O(edges of the nodes).
   */
  subgraph(
    selection:
      | Selection<NodeAttributes<T>, EdgeAttributes<T>>
      | Selection<EdgeAttributes<T>, NodeAttributes<T>>,
  ): GraphView<T> {
    if (!(selection instanceof Selection)) {
      throw new TypeError(`"selection" expected a Selection, got ${describe(selection)}`);
    }
    const pool = this.#state.pool[selection.kind === "node" ? "nodes" : "edges"];
    if (selection.elements.state.pool.root !== pool.root) {
      throw new GroggyError(
        "FOREIGN_SELECTION",
        '"selection" expected a selection of this graph, got one of another',
      );
    }
    const live =
      selection.kind === "node" ? this.#inducedBy(selection.bitmap) : this.#spannedBy(selection.bitmap);
    return this.part(live.nodes, live.edges);
  }

  /** A view of some nodes and some edges whose ends are among them. It never changes. @internal */
  part(nodes: Bitmap, edges: Bitmap): GraphView<T> {
    const whole = pastState(this.#state, []);
    return new GraphView<T>({
      ...whole,
      nodes: new PartOfElements(whole.nodes, nodes),
      edges: new PartOfElements(whole.edges, edges),
    }).within(this.queryTarget.past);
  }

  /** Lets queries see the history that it is of. @internal */
  within(past: PastOfQuery | undefined): this {
    this.#past = past;
    return this;
  }

  #inducedBy(selected: Bitmap): { nodes: Bitmap; edges: Bitmap } {
    const { nodes, edges, adjacency, pool } = this.#state;
    const kept = nodes.live.and(selected);
    const { sources, targets } = pool.edges;
    const among = new Bitmap();
    if (kept.count * SCAN_RATIO < edges.live.count) {
      const lists = adjacency.lists(false);
      const list = new EdgeBuffer();
      kept.forEach((node) => {
        lists.read(node, edges.live, list);
        for (let i = 0; i < list.count; i++) if (kept.has(targets[list.edges[i]])) among.add(list.edges[i]);
      });
    } else {
      edges.live.forEach((edge) => {
        if (kept.has(sources[edge]) && kept.has(targets[edge])) among.add(edge);
      });
    }
    return { nodes: kept, edges: among };
  }

  #spannedBy(selected: Bitmap): { nodes: Bitmap; edges: Bitmap } {
    const { edges, pool } = this.#state;
    const kept = edges.live.and(selected);
    const ends = new Bitmap();
    kept.forEach((edge) => {
      ends.add(pool.edges.sources[edge]);
      ends.add(pool.edges.targets[edge]);
    });
    return { nodes: ends, edges: kept };
  }

  /**
   * The graph frozen for algorithms: dense indices and packed arcs. Built when first used and cached until a node or
   * an edge is added or removed; after few changes it is made of the one before by copying what has not changed. Its arrays
   * must not be written to.
   */
  csr(): Csr {
    const version = this.#state.structureVersion;
    if (this.#frozen?.version !== version)
      this.#frozen = { version, kept: keptCsr(this.#state, this.#tables, this.#frozen?.kept) };
    return this.#frozen.kept.csr;
  }

  /** How results read rows of what they are about. */
  get #tables(): { readonly nodes: IdTable; readonly edges: IdTable } {
    const graph = this.#state;
    const table = (kind: "nodes" | "edges"): IdTable => ({
      rows: (ids, values, options) => rowsOfValues({ elements: graph[kind], graph }, ids, values, options),
    });
    return { nodes: table("nodes"), edges: table("edges") };
  }

  /** The frozen graph if it is built for the present state. */
  get #frozenNow(): Csr | undefined {
    return this.#frozen?.version === this.#state.structureVersion ? this.#frozen.kept.csr : undefined;
  }

  /**
   * Arcs to be read a node at a time, for a search that may stay near where it begins. Undefined where the frozen
   * graph is the better way: it is there, the graph is small, or what was read this way since a node or an edge last
   * came or went has cost about as much as freezing would. @internal
   */
  localArcs(): LocalArcs | undefined {
    const { edges, structureVersion: version, directed } = this.#state;
    const edgeCount = edges.live.count;
    if (this.#frozenNow !== undefined || edgeCount < tuning.localEdgeCountMin) return undefined;
    if (this.#local?.version !== version) {
      this.#local = { version, budget: { left: edgeCount * (directed ? 1 : 2) * tuning.localArcShare } };
    }
    const { budget } = this.#local;
    return budget.left > 0 ? new LocalArcs(this.#state, budget) : undefined;
  }

  /**
   * Runs a query in Cypher. One that only reads makes its rows as they are asked for, on the state at the time of the
   * call, whatever happens to the graph meanwhile; one that writes has run when this returns, or has changed nothing,
   * and is a transaction of its own. No query commits. Views that never change, such as the past, only read.
   *
   * The 256 texts last used are remembered with their plans, so a text with parameters is cheaper than ever new ones.
   * MATCH finds nodes by id, by a key or an index where the pattern gives their values, else goes through the nodes of a
   * label, or all, and follows edges from there: time and rows are as many as the pattern meets.
   *
   * @param query text, or text with parameters in their places by `cypher` of `groggy/cypher`.
   * @param parameters the values of `$` names. They are read at the call.
   * @returns rows by the names of the columns: INTEGER and FLOAT are numbers (an INTEGER beyond 2^53 is a bigint), nodes,
   * edges and paths are light objects (`ResultNode`, `ResultEdge`, `ResultPath` of `groggy/cypher`).
   * @throws CypherError for what is wrong with the query, at the call, or while rows are made if that shows it;
   * TypeError or RangeError for a parameter that is no value, an option, or a query that writes on a view that never
   * changes; LimitError past a limit or `memory`; a DOMException TimeoutError; the reason of `signal`.
   * @example
   * const found = graph.query<{ name: string }>(
   *   "MATCH (p:Person) WHERE p.age > $min RETURN p.name AS name ORDER BY name",
   *   { min: 75 },
   * );
   * found.column("name"); // => [ 'Barbara', 'Grace' ]
   */
  query<R extends object = Record<string, unknown>>(
    query: string | CypherText,
    parameters?: Readonly<Record<string, unknown>>,
    options?: QueryOptions,
  ): QueryResult<R> {
    return runQuery<R>(this.queryTarget, query, parameters, options);
  }

  /**
   * Runs a query as {@link GraphView.query} does, in slices of some 8 ms between which other work of the process has its
   * turn. All rows are made before it resolves. A query that writes runs in one slice, when its turn comes.
   *
   * @param options as of `query`, and `onProgress`, called between slices with the number of rows so far.
   * @throws what `query` throws, as a rejection.
   * @example
   * const found = await graph.queryAsync("MATCH (a)-[:KNOWS*1..3]->(b) RETURN count(*) AS n", {}, { timeout: 5000 });
   * found.toArray(); // => [ { n: 8 } ]
   */
  async queryAsync<R extends object = Record<string, unknown>>(
    query: string | CypherText,
    parameters?: Readonly<Record<string, unknown>>,
    options?: AsyncQueryOptions,
  ): Promise<QueryResult<R>> {
    return runQueryAsync<R>(this.queryTarget, query, parameters, options);
  }

  /**
   * Reads a query, and returns a function that runs it with parameters, as {@link GraphView.query} does, on this graph.
   * Procedures are looked up when it is called, as they are options of the call.
   *
   * @throws CypherError for what can be found wrong without running; TypeError if `query` is no text.
   * @example
   * const known = graph.prepare<{ name: string }, { friend: string }>(
   *   "MATCH (:Person {name: $name})-[:KNOWS]->(f) RETURN f.name AS friend ORDER BY friend",
   * );
   * known({ name: "Ada" }).column("friend"); // => [ 'Alan', 'Grace' ]
   */
  prepare<P extends object = Record<string, unknown>, R extends object = Record<string, unknown>>(
    query: string,
  ): (parameters?: P, options?: QueryOptions) => QueryResult<R> {
    return prepareQuery<P, R>(() => this.queryTarget, query);
  }

  /**
   * Procedures and functions of your own that queries can call: of this graph, of its views of the present and the past
   * and of its worktrees, which share the list.
   *
   * @example
   * const shout = defineFunction({
   *   name: "my.shout", inputs: { text: "STRING" }, output: "STRING", run: (_view, [text]) => `${text}!`,
   * });
   * graph.procedures.add(shout);
   * graph.query("RETURN my.shout('to be') AS text").column("text"); // => [ 'to be!' ]
   */
  get procedures(): ProcedureList {
    return proceduresOf(this.#state.pool);
  }

  /** @internal */
  get queryTarget(): QueryTarget {
    const { indices } = this.nodes;
    return { state: this.#state, view: this, indices, past: this.#past, live: undefined };
  }

  /** The summary that `JSON.stringify` writes of a graph: its size, and nothing of its contents. */
  toJSON(): GraphSummary {
    const { directed, nodeCount, edgeCount } = this;
    return { directed, nodeCount, edgeCount };
  }

  /** @internal */
  get state(): GraphState {
    return this.#state;
  }
}

/** The size of a graph. */
export interface GraphSummary {
  readonly directed: boolean;
  readonly nodeCount: number;
  readonly edgeCount: number;
}

/** A view of a graph built from plain columns, with ids from 0 on; it has no part in any other graph. @internal */
export function builtView(graph: PlainGraph): GraphView {
  return new GraphView(builtState(graph));
}

/** A view of another's nodes, by their ids, and edges of its own, with ids from 0 on. @internal */
export function viewOverNodes<T extends GraphTypes>(
  view: GraphView<T>,
  edges: PlainEdges,
): GraphView<{ readonly nodes: NodeAttributes<T> }> {
  return new GraphView(stateOverNodes(view.state, edges));
}

/** A view of the same nodes and edges, with every edge reversed. @internal */
export function reversedView<T extends GraphTypes>(view: GraphView<T>): GraphView<T> {
  return new GraphView<T>(reversedState(view.state));
}

/** A view of the same nodes and edges, which lead either way. @internal */
export function undirectedView<T extends GraphTypes>(view: GraphView<T>): GraphView<T> {
  return new GraphView<T>({ ...pastState(view.state, []), directed: false });
}

/** A view of what is in one or the other of two views of the same graph. @internal */
export function unitedView<T extends GraphTypes>(a: GraphView<T>, b: GraphView<T>): GraphView<T> {
  return new GraphView<T>(unitedState(a.state, b.state));
}

/** A selection with fewer nodes than edges by this factor reads the edges of each node; a larger one scans. */
const SCAN_RATIO = 20;

interface Along {
  readonly direction: Direction;
  readonly types: readonly string[] | undefined;
}

const OUT: Along = { direction: "out", types: undefined };
const IN: Along = { direction: "in", types: undefined };
const BOTH: Along = { direction: "both", types: undefined };

/** A direction, or which edges are read, as given; `none` came after it and has no meaning. */
function readAlong(given: unknown, none: unknown): Along {
  if (none !== undefined)
    throw new TypeError(`arguments expected to end with { direction, type }, got ${describe(none)} after it`);
  if (given === "out") return OUT;
  if (given === "in") return IN;
  if (given === "both") return BOTH;
  if (typeof given !== "object" || given === null) checkDirection(given);
  checkNames(given, ["direction", "type"]);
  const { direction = "out", type } = given as AlongOptions;
  checkDirection(direction);
  return { direction, types: readEdgeTypes(type) };
}

/** The union of two ascending arrays. */
function mergeAscending(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged = new Uint32Array(a.length + b.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; n++) {
    if (j === b.length || (i < a.length && a[i] <= b[j])) {
      merged[n] = a[i];
      if (j < b.length && b[j] === a[i]) j++;
      i++;
    } else merged[n] = b[j++];
  }
  return merged.slice(0, n);
}

/** Below this many numbers a search through all of them beats a Set. */
const SEARCH_LENGTH_MAX = 24;

/** The distinct numbers of an array, which is written to, in the order of their first occurrence. */
function distinct(numbers: Uint32Array): Uint32Array {
  if (numbers.length > SEARCH_LENGTH_MAX) return Uint32Array.from(new Set(numbers));
  let count = 0;
  for (let i = 0; i < numbers.length; i++) {
    let at = 0;
    while (at < count && numbers[at] !== numbers[i]) at++;
    if (at === count) numbers[count++] = numbers[i];
  }
  return count === numbers.length ? numbers : numbers.slice(0, count);
}

function inspectAsGraphView(): void {
  defineInspect(GraphView.prototype, "GraphView", (view) => ({ ...view.toJSON() }));
}
