/** The present state of a graph, which can be changed, with the record of what changed since the last commit. */
import type { AttributeColumn } from "../pool/attribute-column.js";
import { type ElementKind, type OwnerKind, Pool } from "../pool/pool.js";
import { NO_ROW } from "../structures/row-index.js";
import { forEachCell } from "./deltas/cell-changes.js";
import type { Compaction } from "./deltas/compact.js";
import { type Delta, type DeltaStep, type ElementDelta, NO_DELTA, NO_ELEMENT_DELTA } from "./deltas/delta.js";
import { NodeKey } from "./elements/node-key.js";
import { NodeRules } from "./elements/node-rules.js";
import { type IndexSet, indicesOver } from "./index/index-set.js";
import { PoolAdjacency } from "./states/adjacency.js";
import type { GraphState, KeyLookup } from "./states/graph-state.js";
import { TrackedElements } from "./states/tracked-elements.js";

/** Where the transactions under way stand. */
export interface TransactionMark {
  readonly depth: number;
  readonly nodes: number;
  readonly edges: number;
  readonly takeBackCount: number;
}

export class GraphSpace implements GraphState {
  readonly directed: boolean;
  readonly pool: Pool;
  readonly nodes: TrackedElements;
  readonly edges: TrackedElements;
  /** The graph itself. Its savepoints are made when it is first written to: mostly it is not. */
  readonly graph: TrackedElements;
  readonly adjacency: PoolAdjacency;
  /** The rules that nodes keep. */
  readonly rules: NodeRules;
  /** The indices that were created; they have no versions. */
  readonly indices: Readonly<Record<ElementKind, IndexSet>>;
  structureVersion = 0;
  #written: (() => void) | undefined;
  /** Told before the graph moves, over which no record goes on. */
  departs: (() => void) | undefined;
  #isRecording = false;
  /** How many transactions are under way, each within the one before. */
  #depth = 0;
  /** Functions that roll back changes outside the elements, the latest last. */
  readonly #takeBacks: (() => void)[] = [];
  /** Throws if nothing may be written now; undefined where that is never so. */
  #guard: (() => void) | undefined;

  /**
   * The origin is that of the elements made here. A space beside another one shares what it knows of all states: the
   * pool, the lists of edges, the indices and the rules.
   */
  constructor(directed: boolean, origin = 0, key?: string, beside?: GraphSpace) {
    this.directed = directed;
    this.pool = beside?.pool ?? new Pool(origin);
    this.nodes = new TrackedElements(this.pool.nodes);
    this.edges = new TrackedElements(this.pool.edges);
    this.graph = new TrackedElements(this.pool.graph);
    this.adjacency = beside?.adjacency ?? new PoolAdjacency(this.pool.edges);
    this.indices = beside?.indices ?? {
      node: indicesOver(this.pool.nodes),
      edge: indicesOver(this.pool.edges),
    };
    const { node, edge } = this.indices;
    this.nodes.rowFinder = node;
    this.edges.rowFinder = edge;
    const nodeKey = key === undefined ? undefined : new NodeKey(key, node);
    this.rules = beside?.rules ?? new NodeRules(node, this.pool.nodes.labelSets, nodeKey);
  }

  get keys(): KeyLookup {
    return this.rules;
  }

  /** A space of its own over the same pool, in a state that was worked out from this one. O(columns). */
  beside(state: GraphState): GraphSpace {
    const space = new GraphSpace(this.directed, 0, undefined, this);
    space.isStrict = this.isStrict;
    for (const kind of ["nodes", "edges", "graph"] as const) {
      for (const [name, type] of this[kind].declared) space[kind].declare(name, type);
      const attributes = Array.from(state[kind].attributes(), ({ name, stored, rows }) => ({
        name,
        stored,
        rows: rows.clone(),
        mixed: undefined,
      }));
      space[kind].restore(state[kind].live.clone(), state[kind].labelRows.clone(), attributes);
    }
    return space;
  }

  /** Whether nothing gives an attribute that has a type another one besides. */
  get isStrict(): boolean {
    return this.nodes.isStrict;
  }

  set isStrict(isStrict: boolean) {
    for (const elements of [this.nodes, this.edges, this.graph]) elements.isStrict = isStrict;
  }

  get guard(): (() => void) | undefined {
    return this.#guard;
  }

  set guard(guard: (() => void) | undefined) {
    this.#guard = guard;
    this.nodes.guard = guard;
    this.edges.guard = guard;
    this.graph.guard = guard;
  }

  elementsOf(kind: OwnerKind): TrackedElements {
    if (kind === "graph") return this.graph;
    return kind === "node" ? this.nodes : this.edges;
  }

  /**
   * The oldest edge of a type, by the number of its set or NO_ROW, from one node to another, either way in an
   * undirected graph; negative if there is none.
   */
  oldestEdge(source: number, target: number, set: number): number {
    const { live, labelRows } = this.edges;
    const isWanted = (edge: number): boolean =>
      live.has(edge) && Math.max(labelRows.get(edge), NO_ROW) === set;
    const found = this.adjacency.oldestBetween(source, target, isWanted);
    if (this.directed || source === target) return found;
    const turned = this.adjacency.oldestBetween(target, source, isWanted);
    return found < 0 || (turned >= 0 && turned < found) ? turned : found;
  }

  // Records

  get written(): (() => void) | undefined {
    return this.#written;
  }

  /** Has a function called after each write of users'. */
  set written(written: (() => void) | undefined) {
    this.#written = written;
    this.nodes.written = written;
    this.edges.written = written;
    this.graph.written = written;
  }

  /** Whether what is written is put on record, also outside of transactions. */
  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** How much is on record: 0 if nothing was written. */
  get recordLength(): number {
    return [this.nodes, this.edges, this.graph].reduce(
      (length, { undo, savepoint, pool }) =>
        length + undo.length + pool.count - savepoint.count + (savepoint.schema === undefined ? 0 : 1),
      0,
    );
  }

  /** Puts on record what is written from now on. */
  startRecord(): void {
    this.nodes.begin();
    this.edges.begin();
    this.graph.begin();
    this.#isRecording = true;
  }

  /** Forgets the record. */
  endRecord(): void {
    this.graph.release();
    this.edges.release();
    this.nodes.release();
    this.#isRecording = false;
  }

  // Transactions

  get isInTransaction(): boolean {
    return this.#depth > 0;
  }

  /** Whether the transaction under way is part of no other, and has changed more than elements. */
  get hasOuterTakeBacks(): boolean {
    return this.#depth === 1 && this.#takeBacks.length > 0;
  }

  /** Where the transactions under way stand, for `rollback`. */
  mark(): TransactionMark {
    return {
      depth: this.#depth,
      nodes: this.nodes.depth,
      edges: this.edges.depth,
      takeBackCount: this.#takeBacks.length,
    };
  }

  /** Remembers where everything stands; `release` or `rollback` has to follow. O(1). */
  begin(): void {
    this.#depth++;
    this.nodes.begin();
    this.edges.begin();
  }

  /** Comes before each write of users' to the graph's own attributes: makes the savepoints that are missing. */
  beforeGraphWrite(): void {
    while (this.graph.depth < this.nodes.depth) this.graph.begin();
  }

  /** Has a function called if the transaction under way is taken back. */
  onRollback(takeBack: () => void): void {
    this.#takeBacks.push(takeBack);
  }

  /** Keeps what was written since the last `begin`. */
  release(): void {
    if (this.graph.depth === this.nodes.depth) this.graph.release();
    this.edges.release();
    this.nodes.release();
    this.#depth--;
    if (this.#depth === 0) this.#takeBacks.length = 0;
  }

  /**
   * Takes back what was written since a mark: ids that were given out are given again. If it ends half-way, since there
   * is no stack left, the transaction around it can take back the rest. O(writes).
   */
  rollback({ depth, nodes, edges, takeBackCount }: TransactionMark): void {
    let isChanged = false;
    while (this.#takeBacks.length > takeBackCount) this.#takeBacks.pop()?.();
    while (this.graph.depth > nodes) this.graph.rollback();
    while (this.edges.depth > edges) isChanged = this.edges.rollback() || isChanged;
    while (this.nodes.depth > nodes) isChanged = this.nodes.rollback() || isChanged;
    this.#depth = depth;
    this.adjacency.shrink(this.pool.edges.count);
    if (isChanged) this.structureVersion++;
  }

  /** The changes since the last commit. O(changes). */
  delta(): Delta {
    const nodes = this.nodes.delta();
    const edges = this.edges.delta();
    const graph = this.graph.delta();
    const isEmpty = nodes === NO_ELEMENT_DELTA && edges === NO_ELEMENT_DELTA && graph === NO_ELEMENT_DELTA;
    return isEmpty ? NO_DELTA : { nodes, edges, graph };
  }

  /**
   * Lets go attributes that came since the last commit and have no value, before a verb of the history, for which they
   * are not there. Returns what takes them back if it fails.
   */
  letGoUnused(): () => void {
    const kinds = [this.nodes, this.edges, this.graph].map((elements) => ({
      elements,
      unused: elements.letGoUnused(),
    }));
    return () => {
      for (const { elements, unused } of kinds)
        for (const { name, type } of unused) {
          // by name and type, since a collection may have put another column in its place
          const stored = elements.pool.column(name, type);
          if (elements.attributeOf(stored) === undefined) elements.bind(stored);
        }
    };
  }

  /** Takes the changes, which are `delta()`'s, as committed. */
  settle(delta: Delta): void {
    this.departs?.();
    this.nodes.unbindIntroduced(delta.nodes.introduced);
    this.edges.unbindIntroduced(delta.edges.introduced);
    this.graph.unbindIntroduced(delta.graph.introduced);
    this.nodes.settle();
    this.edges.settle();
    this.graph.settle();
  }

  /** Undoes the changes, which are `delta()`'s. */
  discard(delta: Delta): void {
    this.departs?.();
    // before the attributes that had been dropped are bound again, which are not new
    this.nodes.unbindIntroduced([]);
    this.edges.unbindIntroduced([]);
    this.graph.unbindIntroduced([]);
    this.#apply(delta, false);
    this.nodes.settle();
    this.edges.settle();
    this.graph.settle();
    this.structureVersion++;
  }

  /** Moves from one commit's state to another's. There are no uncommitted changes. O(changes). */
  move(path: readonly DeltaStep[]): void {
    this.departs?.();
    this.nodes.unbindIntroduced([]);
    this.edges.unbindIntroduced([]);
    this.graph.unbindIntroduced([]);
    for (const { delta, forward } of path) this.#apply(delta, forward);
    this.nodes.settle();
    this.edges.settle();
    this.graph.settle();
    this.structureVersion++;
  }

  #apply(delta: Delta, forward: boolean): void {
    this.nodes.apply(delta.nodes, forward);
    this.edges.apply(delta.edges, forward);
    if (delta.graph !== NO_ELEMENT_DELTA) this.graph.apply(delta.graph, forward);
  }

  /** Updates all attributes to rewritten columns and rows. There are no uncommitted changes. */
  compact(compaction: Compaction): void {
    this.departs?.();
    this.nodes.compact(compaction);
    this.edges.compact(compaction);
    this.graph.compact(compaction);
  }

  /**
   * Makes the changes of a delta, whose elements and rows the pool knows, as uncommitted changes.
   *
   * @param isWhole whether it has all that elements have which come; otherwise they have what they had when they went.
   */
  replay(delta: Delta, isWhole = false): void {
    replayElements(delta.nodes, this.nodes, isWhole);
    replayElements(delta.edges, this.edges, isWhole);
    if (delta.graph !== NO_ELEMENT_DELTA) {
      this.beforeGraphWrite();
      replayElements(delta.graph, this.graph, isWhole);
    }
    this.structureVersion++;
  }
}

function replayElements(delta: ElementDelta, space: TrackedElements, isWhole: boolean): void {
  delta.removed.forEach((element) => {
    space.remove(element);
  });
  delta.added.forEach((element) => {
    if (isWhole) space.reviveBare(element);
    else space.revive(element);
  });
  forEachCell(delta.labels, (element, _before, after) => space.setLabelSet(element, after));
  for (const [stored, changes] of delta.cells) {
    const bound = space.attributeOf(stored);
    if (bound === undefined && delta.dropped.includes(stored)) continue;
    const attribute = bound ?? space.bind(stored);
    forEachCell(changes, (element, _before, after) => space.setRow(attribute, element, after));
  }
  for (const stored of delta.dropped) {
    const bound = space.attributeOf(stored);
    if (bound !== undefined && hasRival(stored, delta) && !space.hasValues(bound)) space.drop(bound);
  }
}

/** Whether a delta has values of another type for an attribute: only then has it to be dropped, once it has none. */
function hasRival(stored: AttributeColumn, delta: ElementDelta): boolean {
  for (const other of delta.cells.keys()) if (other !== stored && other.name === stored.name) return true;
  return false;
}
