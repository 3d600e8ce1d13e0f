/**
 * Breadth-first searches over the arcs of a hop: from both ends of a pair, the smaller frontier first, or from one node to
 * many. Distances and parents are in arrays by node id, which are cleared by the list of the nodes that were reached.
 */
import type { BoundRelationship } from "../../bind/bound.js";
import { cyclesAt, HopGraph, type PathHop } from "../../run/hop-graph.js";
import { NodeValue, RelationshipValue } from "../../values/elements.js";
import type { GraphCache } from "../graph-cache.js";
import type { EngineContext } from "../operator.js";
import type { Batch } from "../vector.js";
import type { ElementPredicate } from "./element-predicate.js";
import { ArcRange, type ArcWays, NodeArcs, reversedWays } from "./node-arcs.js";

/** A hop of a path, which may be followed again and again. */
export interface PathHopOptions {
  readonly ways: ArcWays;
  readonly types: BoundRelationship["types"];
  readonly edgeTest: ElementPredicate | undefined;
  /** The test of each node of the path, its ends as well. */
  readonly nodeTest: ElementPredicate | undefined;
}

/** A search that others may interrupt. */
export type Interruptible<R> = Generator<undefined, R, undefined>;

/** Arcs that are looked at before others may have their turn. */
const ARCS_PER_TURN = 1 << 16;
/** Arcs that conditions are asked of at once. */
const ARCS_PER_TEST = 4096;
const FAR = -1;
/** Sides that are kept for a graph. */
const SPARE_MAX = 4;

/** One side of a search: the nodes around one of the two ends. */
class Side {
  ways: ArcWays = [];
  readonly distances: Int32Array;
  readonly parents: Uint32Array;
  readonly parentEdges: Uint32Array;
  /** The nodes reached, by distance. */
  reached: Uint32Array;
  count = 0;
  /** The last layer begins here. */
  layer = 0;
  depth = 0;

  constructor(nodeLimit: number) {
    this.distances = new Int32Array(nodeLimit).fill(FAR);
    this.parents = new Uint32Array(nodeLimit);
    this.parentEdges = new Uint32Array(nodeLimit);
    this.reached = new Uint32Array(64);
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.distances[this.reached[i]] = FAR;
    this.count = 0;
  }

  begin(node: number, ways: ArcWays): void {
    this.clear();
    this.ways = ways;
    this.distances[node] = 0;
    this.reached[0] = node;
    this.count = 1;
    this.layer = 0;
    this.depth = 0;
  }

  add(node: number, parent: number, edge: number): void {
    this.distances[node] = this.depth + 1;
    this.parents[node] = parent;
    this.parentEdges[node] = edge;
    if (this.count === this.reached.length) {
      const grown = new Uint32Array(this.count * 2);
      grown.set(this.reached);
      this.reached = grown;
    }
    this.reached[this.count++] = node;
  }
}

/** Sides that no search has at present, by the graph that they are for. */
const spare = new WeakMap<GraphCache, Side[]>();

function sideFor(cache: GraphCache): Side {
  return spare.get(cache)?.pop() ?? new Side(cache.nodeLimit);
}

export class PathSearch {
  readonly #hop: PathHopOptions;
  readonly #arcs: NodeArcs;
  readonly #context: EngineContext;
  /** Taken when they are first needed, and given back when rows are done. */
  #fromSide: Side | undefined;
  #toSide: Side | undefined;
  readonly #range = new ArcRange();
  /** Arcs that wait for their conditions. */
  readonly #waiting = {
    from: new Uint32Array(ARCS_PER_TEST),
    ends: new Uint32Array(ARCS_PER_TEST),
    edges: new Uint32Array(ARCS_PER_TEST),
    count: 0,
  };
  #excluded: ReadonlySet<number> | undefined;
  #work = 0;
  /** Nodes at which the searches from both ends met, and the last arcs of paths back to the start. */
  #met: number[] = [];
  #closing: { readonly node: number; readonly edge: number }[] = [];

  constructor(hop: PathHopOptions, context: EngineContext) {
    this.#hop = hop;
    this.#context = context;
    this.#arcs = new NodeArcs(hop.types, context);
  }

  get #from(): Side {
    this.#fromSide ??= sideFor(this.#context.cache);
    return this.#fromSide;
  }

  get #to(): Side {
    this.#toSide ??= sideFor(this.#context.cache);
    return this.#toSide;
  }

  /** Lets others have the arrays of the search. */
  release(): void {
    const { cache } = this.#context;
    for (const side of [this.#fromSide, this.#toSide]) {
      if (side === undefined) continue;
      side.clear();
      const sides = spare.get(cache);
      if (sides === undefined) spare.set(cache, [side]);
      else if (sides.length < SPARE_MAX) sides.push(side);
    }
    this.#fromSide = undefined;
    this.#toSide = undefined;
  }

  /** Turns to a row; relationships in `excluded` are not followed. */
  begin(batch: Batch, row: number, excluded: ReadonlySet<number> | undefined): void {
    this.#hop.edgeTest?.begin(batch, row);
    this.#hop.nodeTest?.begin(batch, row);
    this.#excluded = excluded;
  }

  /** Whether the conditions on nodes let a path begin or end there. */
  mayTouch(node: number): boolean {
    return this.#hop.nodeTest?.fitsOne(node) ?? true;
  }

  /** Finds the shortest paths between two other nodes, of at most `max` relationships; false where there are none. */
  *between(start: number, target: number, max: number, all: boolean): Interruptible<boolean> {
    const [from, to] = [this.#from, this.#to];
    from.begin(start, this.#hop.ways);
    to.begin(target, reversedWays(this.#hop.ways));
    this.#met = [];
    while (from.depth + to.depth < max) {
      const [a, b] = from.count - from.layer <= to.count - to.layer ? [from, to] : [to, from];
      const last = a.count;
      yield* this.#expand(a, b, all);
      if (this.#met.length > 0) return true;
      if (a.count === last) return false;
    }
    return false;
  }

  /**
   * Finds how far nodes are from one, up to `max` relationships, and the paths to them; once `targets` are found it ends.
   * With `reversed` paths to the node are followed backwards.
   */
  *around(start: number, max: number, targets?: ReadonlySet<number>, reversed = false): Interruptible<void> {
    const side = this.#from;
    side.begin(start, reversed ? reversedWays(this.#hop.ways) : this.#hop.ways);
    let left = targets?.size ?? -1;
    if (targets?.has(start) === true) left--;
    while (side.depth < max && left !== 0) {
      const last = side.count;
      yield* this.#expand(side, undefined, true);
      if (targets !== undefined)
        for (let i = last; i < side.count; i++) if (targets.has(side.reached[i])) left--;
      if (side.count === last) return;
    }
  }

  /** The nodes that `around` found, the start first, then by distance. Valid until the next search. */
  get reached(): Uint32Array {
    return this.#from.reached.subarray(0, this.#from.count);
  }

  /** How far a node is from the one that `around` was asked of; -1 where it was not found. */
  distance(node: number): number {
    return this.#from.distances[node];
  }

  /** Relationships of a shortest path that the last search found: to a node where it was `around`. */
  *paths(target: number | undefined, all: boolean): Generator<readonly number[], void, undefined> {
    if (target !== undefined) {
      yield* this.#ways(this.#from, target, all);
      return;
    }
    for (const node of this.#met) {
      for (const before of this.#ways(this.#from, node, all))
        for (const behind of this.#ways(this.#to, node, all)) yield [...before, ...behind.toReversed()];
      if (!all) return;
    }
  }

  /** The shortest trails from a node back to itself, of 1 up to `max` relationships; one of them unless `all`. */
  *closedTrails(start: number, max: number, all: boolean): Interruptible<readonly (readonly number[])[]> {
    if (this.#hop.ways.length === 1) return yield* this.#cycles(start, max, all);
    const cycles = yield* cyclesAt(new HopGraph((node) => this.#hopsFrom(node)), start, max, all, true);
    return cycles.map((hops) => hops.map(({ relationships }) => relationships[0].id));
  }

  *isClosedAt(start: number, max: number): Interruptible<boolean> {
    return (yield* this.closedTrails(start, max, false)).length > 0;
  }

  /** The hops from a node, either way. */
  *#hopsFrom(node: number): Interruptible<PathHop[]> {
    const { edgeTest, nodeTest, ways } = this.#hop;
    const { graph } = this.#context.run;
    const range = this.#range;
    const hops: PathHop[] = [];
    for (const incoming of ways) {
      this.#arcs.open(node, incoming, range);
      edgeTest?.learn(range.edges, range.at, range.end);
      nodeTest?.learn(range.ends, range.at, range.end);
      for (let at = range.at; at < range.end; at++) {
        const [edge, to] = [range.edges[at], range.ends[at]];
        // a loop leaves and enters, and is one relationship
        if ((incoming && to === node) || this.#excluded?.has(edge) === true) continue;
        if (edgeTest?.fits(edge) === false || nodeTest?.fits(to) === false) continue;
        const relationships = [new RelationshipValue(graph, edge)];
        hops.push({ from: node, to, relationships, nodes: [new NodeValue(graph, to)], values: [] });
      }
    }
    this.#work += hops.length + 1;
    if (this.#work > ARCS_PER_TURN) {
      this.#context.run.spend(this.#work);
      this.#work = 0;
      yield undefined;
    }
    return hops;
  }

  /** As `closedTrails`, where each arc leads one way. */
  *#cycles(start: number, max: number, all: boolean): Interruptible<readonly (readonly number[])[]> {
    const side = this.#from;
    side.begin(start, this.#hop.ways);
    this.#closing = [];
    while (side.depth < max) {
      const last = side.count;
      yield* this.#expand(side, undefined, true, start);
      if (this.#closing.length > 0 || side.count === last) break;
    }
    const cycles: number[][] = [];
    for (const { node, edge } of this.#closing) {
      for (const path of this.#ways(side, node, all)) cycles.push([...path, edge]);
      if (!all) break;
    }
    return cycles;
  }

  /**
   * Adds the next layer to a side. Nodes that the other side has reached are met; the first of them ends it unless `all`.
   * Arcs that lead to `closed` are taken down.
   */
  *#expand(side: Side, other: Side | undefined, all: boolean, closed = -1): Interruptible<void> {
    const { edgeTest, nodeTest } = this.#hop;
    const tests = edgeTest !== undefined || nodeTest !== undefined;
    const range = this.#range;
    const excluded = this.#excluded;
    const { distances, ways } = side;
    const end = side.count;
    const met = other?.distances;
    for (let i = side.layer; i < end; i++) {
      const node = side.reached[i];
      for (const incoming of ways) {
        this.#arcs.open(node, incoming, range);
        this.#work += range.end - range.at + 1;
        const { ends, edges } = range;
        for (let at = range.at; at < range.end; at++) {
          const far = ends[at];
          if (distances[far] !== FAR && far !== closed) continue;
          if (excluded?.has(edges[at]) === true) continue;
          if (tests) {
            this.#wait(side, other, node, far, edges[at], closed);
            continue;
          }
          if (far === closed) this.#closing.push({ node, edge: edges[at] });
          if (distances[far] !== FAR) continue;
          side.add(far, node, edges[at]);
          if (met === undefined || met[far] === FAR) continue;
          this.#met.push(far);
          if (!all) return;
        }
      }
      if (this.#work < ARCS_PER_TURN) continue;
      this.#context.run.spend(this.#work);
      this.#work = 0;
      yield undefined;
    }
    if (tests) this.#settle(side, other, closed);
    side.layer = end;
    side.depth++;
  }

  #wait(side: Side, other: Side | undefined, from: number, end: number, edge: number, closed: number): void {
    const waiting = this.#waiting;
    waiting.from[waiting.count] = from;
    waiting.ends[waiting.count] = end;
    waiting.edges[waiting.count++] = edge;
    if (waiting.count === ARCS_PER_TEST) this.#settle(side, other, closed);
  }

  /** Asks the conditions of the arcs that wait. */
  #settle(side: Side, other: Side | undefined, closed: number): void {
    const { edgeTest, nodeTest } = this.#hop;
    const { from, ends, edges, count } = this.#waiting;
    this.#waiting.count = 0;
    edgeTest?.learn(edges, 0, count);
    nodeTest?.learn(ends, 0, count);
    for (let i = 0; i < count; i++) {
      const far = ends[i];
      if (edgeTest?.fits(edges[i]) === false || nodeTest?.fits(far) === false) continue;
      if (far === closed) this.#closing.push({ node: from[i], edge: edges[i] });
      if (side.distances[far] !== FAR) continue;
      side.add(far, from[i], edges[i]);
      if (other !== undefined && other.distances[far] !== FAR) this.#met.push(far);
    }
  }

  /** Relationships of the shortest paths from where a side began to a node that it reached. */
  *#ways(side: Side, node: number, all: boolean): Generator<number[], void, undefined> {
    if (!all) {
      const path: number[] = [];
      for (let at = node; side.distances[at] > 0; at = side.parents[at]) path.push(side.parentEdges[at]);
      yield path.reverse();
      return;
    }
    const path: number[] = new Array<number>(side.distances[node]);
    yield* this.#waysBack(side, node, path);
  }

  *#waysBack(side: Side, node: number, path: number[]): Generator<number[], void, undefined> {
    const open = [this.#before(side, node)];
    while (open.length > 0) {
      const top = open[open.length - 1];
      const distance = path.length - open.length;
      if (distance < 0) {
        yield path.slice();
        open.pop();
        continue;
      }
      if (top.at >= top.edges.length) {
        open.pop();
        continue;
      }
      path[distance] = top.edges[top.at];
      const before = top.nodes[top.at++];
      open.push(distance === 0 ? NOTHING_BEFORE : this.#before(side, before));
    }
  }

  /** The arcs by which a node is reached from those one nearer. */
  #before(side: Side, node: number): ArcsBefore {
    const { edgeTest } = this.#hop;
    const range = this.#range;
    const found: ArcsBefore = { nodes: [], edges: [], at: 0 };
    const wanted = side.distances[node] - 1;
    if (wanted < 0) return found;
    for (const incoming of reversedWays(side.ways)) {
      this.#arcs.open(node, incoming, range);
      for (let at = range.at; at < range.end; at++) {
        if (side.distances[range.ends[at]] !== wanted) continue;
        const edge = range.edges[at];
        if (this.#excluded?.has(edge) === true) continue;
        if (edgeTest !== undefined && !edgeTest.fitsOne(edge)) continue;
        found.nodes.push(range.ends[at]);
        found.edges.push(edge);
      }
    }
    return found;
  }
}

interface ArcsBefore {
  readonly nodes: number[];
  readonly edges: number[];
  at: number;
}

const NOTHING_BEFORE: ArcsBefore = { nodes: [], edges: [], at: 0 };
