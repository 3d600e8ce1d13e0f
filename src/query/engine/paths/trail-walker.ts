/**
 * Trails from a node, depth first: walks of `min` to `max` relationships none of which is met twice. The relationships of
 * the trail under way are a stack; those of long trails are marked as well.
 */

import type { EngineContext } from "../operator.js";
import type { Batch } from "../vector.js";
import { ArcRange, NodeArcs } from "./node-arcs.js";
import type { PathHopOptions } from "./path-search.js";

/** Up to so many relationships of a trail are compared one by one. */
const COMPARED_MAX = 12;

/** Numbers of trails, of all or by the node at their ends. */
export class TrailCounts {
  total = 0;
  readonly byNode: Float64Array | undefined;
  /** The nodes whose number is not 0. */
  readonly nodes: number[] = [];

  constructor(nodeLimit: number | undefined) {
    this.byNode = nodeLimit === undefined ? undefined : new Float64Array(nodeLimit);
  }

  add(node: number): void {
    this.total++;
    if (this.byNode !== undefined && this.byNode[node]++ === 0) this.nodes.push(node);
  }

  clear(): void {
    this.total = 0;
    for (const node of this.nodes) this.byNode![node] = 0;
    this.nodes.length = 0;
  }
}

interface Level {
  node: number;
  way: number;
  readonly range: ArcRange;
}

export class TrailWalker {
  readonly #hop: PathHopOptions;
  readonly #min: number;
  readonly #max: number;
  readonly #arcs: NodeArcs;
  readonly #context: EngineContext;
  readonly #levels: Level[] = [];
  #marks: Uint8Array | undefined;
  #excluded: ReadonlySet<number> | undefined;
  /** How far the node that is wanted is from others; undefined where any will do. */
  #left: ((node: number) => number) | undefined;
  /** The number of levels whose arcs are gone through; 0 where there is nothing left. */
  #depth = 0;
  #isNew = false;
  /** The relationships of the trail, `length` of them. */
  edges: Uint32Array = new Uint32Array(16);
  length = 0;
  /** The node at its end. */
  node = 0;
  /** Arcs that were looked at since the count was last set to 0. */
  work = 0;

  constructor(hop: PathHopOptions, min: number, max: number, context: EngineContext) {
    this.#hop = hop;
    this.#min = min;
    this.#max = max;
    this.#context = context;
    this.#arcs = new NodeArcs(hop.types, context);
  }

  /** Begins with the trails of a row from a node. */
  begin(
    batch: Batch,
    row: number,
    start: number,
    excluded: ReadonlySet<number> | undefined,
    left: ((node: number) => number) | undefined,
  ): void {
    const { edgeTest, nodeTest } = this.#hop;
    edgeTest?.begin(batch, row);
    nodeTest?.begin(batch, row);
    while (this.length > 0) this.#leave();
    this.#excluded = excluded;
    this.#left = left;
    this.#depth = 0;
    this.node = start;
    this.#isNew = true;
    if (this.#min > this.#max || nodeTest?.fitsOne(start) === false) this.#isNew = false;
    else if (this.#max > 0) this.#open(start);
  }

  /** Goes on to the next trail; false where there is none, undefined where much was looked at and there may be more. */
  next(workMax: number): boolean | undefined {
    if (this.#isNew) {
      this.#isNew = false;
      if (this.#min === 0) return true;
    }
    const { ways, edgeTest, nodeTest } = this.#hop;
    while (this.#depth > 0) {
      const level = this.#levels[this.#depth - 1];
      const { range } = level;
      // the trail up to this level
      while (this.length >= this.#depth) this.#leave();
      if (range.at >= range.end) {
        if (++level.way < ways.length) this.#ready(level);
        else this.#depth--;
        if (this.work > workMax) return undefined;
        continue;
      }
      const at = range.at++;
      const edge = range.edges[at];
      const end = range.ends[at];
      this.work++;
      // a loop leaves and enters, and is one relationship
      if (level.way === 1 && end === level.node) continue;
      if (edgeTest?.fits(edge) === false || nodeTest?.fits(end) === false) continue;
      if (this.#isUsed(edge)) continue;
      const length = this.length + 1;
      if (this.#left !== undefined) {
        const left = this.#left(end);
        if (left < 0 || length + left > this.#max) continue;
      }
      this.#enter(edge);
      this.node = end;
      if (length < this.#max) this.#open(end);
      if (length >= this.#min) return true;
    }
    return false;
  }

  /**
   * Counts the trails that are left, by the node at their ends where there are `counts` for them: the last relationships of
   * trails are not followed one by one. Undefined where much was looked at, and there is more; then it goes on when called again.
   */
  count(counts: TrailCounts, workMax: number): true | undefined {
    if (this.#isNew) {
      this.#isNew = false;
      if (this.#min === 0) counts.add(this.node);
    }
    while (this.#depth > 0) {
      if (this.#depth === this.#max) {
        const level = this.#levels[this.#depth - 1];
        while (this.length >= this.#depth) this.#leave();
        this.#countLast(level, counts);
        level.range.at = level.range.end;
      }
      const found = this.next(this.#depth === this.#max ? -1 : workMax);
      if (found === true) counts.add(this.node);
      else if (this.work > workMax) return undefined;
    }
    return true;
  }

  #countLast({ node, way, range }: Level, counts: TrailCounts): void {
    const { edgeTest, nodeTest } = this.#hop;
    const { ends, edges, at, end } = range;
    this.work++;
    const isPlain = edgeTest === undefined && nodeTest === undefined && this.#excluded === undefined;
    if (counts.byNode === undefined && isPlain && this.#left === undefined && this.#hop.ways.length === 1) {
      const near = this.#hop.ways[way]
        ? this.#context.state.pool.edges.targets
        : this.#context.state.pool.edges.sources;
      let used = 0;
      for (let i = 0; i < this.length; i++) if (near[this.edges[i]] === node) used++;
      counts.total += end - at - used;
      return;
    }
    this.work += end - at;
    for (let i = at; i < end; i++) {
      const far = ends[i];
      const edge = edges[i];
      if (way === 1 && far === node) continue;
      if (edgeTest?.fits(edge) === false || nodeTest?.fits(far) === false) continue;
      if (this.#left !== undefined && this.#left(far) !== 0) continue;
      if (!this.#isUsed(edge)) counts.add(far);
    }
  }

  #isUsed(edge: number): boolean {
    if (this.#excluded?.has(edge) === true) return true;
    if (this.length > COMPARED_MAX) return this.#marks![edge] === 1;
    for (let i = 0; i < this.length; i++) if (this.edges[i] === edge) return true;
    return false;
  }

  #enter(edge: number): void {
    if (this.length === this.edges.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.edges);
      this.edges = grown;
    }
    this.edges[this.length++] = edge;
    if (this.#marks !== undefined) this.#marks[edge] = 1;
    else if (this.length > COMPARED_MAX) {
      this.#marks = new Uint8Array(this.#context.state.pool.edges.count);
      for (let i = 0; i < this.length; i++) this.#marks[this.edges[i]] = 1;
    }
  }

  #leave(): void {
    this.length--;
    if (this.#marks !== undefined) this.#marks[this.edges[this.length]] = 0;
  }

  #open(node: number): void {
    let level = this.#levels[this.#depth];
    if (level === undefined) {
      level = { node, way: 0, range: new ArcRange() };
      this.#levels.push(level);
    }
    level.node = node;
    level.way = 0;
    this.#depth++;
    this.#ready(level);
  }

  #ready({ node, way, range }: Level): void {
    const { ways, edgeTest, nodeTest } = this.#hop;
    this.#arcs.open(node, ways[way], range);
    this.work++;
    edgeTest?.learn(range.edges, range.at, range.end);
    nodeTest?.learn(range.ends, range.at, range.end);
  }
}
