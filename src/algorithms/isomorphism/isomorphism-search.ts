/**
 * A search for an isomorphism of two colored graphs: cells of nodes that may lie over each other are split by their
 * neighbors; where that ends, a node of one graph is laid over each of a cell of the other in turn, and so on. McKay
 * and Piperno 2014, "Practical graph isomorphism, II". What falls into parts is matched part by part, and a node to
 * which a symmetry takes one that did not do is not tried.
 */
import { DisjointSet } from "../../structures/disjoint-set.js";
import { canAssign } from "./can-assign.js";
import { type ColoredGraph, partOf } from "./colored-graph.js";
import { PairedCells } from "./paired-cells.js";
import { PairedGraphs } from "./paired-graphs.js";

/** Tests of single nodes and of the edges between two, beyond colors and kinds. */
export interface PairTests {
  readonly nodesFit: ((left: number, right: number) => boolean) | undefined;
  /** Of the edges from `left` to `leftEnd` and those from `right` to `rightEnd`. */
  readonly edgesFit:
    | ((left: number, leftEnd: number, right: number, rightEnd: number) => boolean)
    | undefined;
}

/** No symmetries are looked for before so many steps a node have been in vain. */
const STEPS_BEFORE = 16;
/** The number of failed searches for symmetries at one stage before it continues without them. */
const MISSES_MAX = 8;
/** The steps that a caller's test is taken to be worth. */
const STEPS_A_TEST = 64;
/** Up to this many pairs of nodes are tested in advance. */
const TESTS_MAX = 2 ** 18;

export class IsomorphismSearch {
  /** By node of the left graph, once found, its node of the right one; only if there are no tests. */
  readonly images: Uint32Array;
  readonly #right: ColoredGraph;
  readonly #nodeCount: number;
  readonly #graphs: PairedGraphs;
  readonly #cells: PairedCells;
  readonly #tests: PairTests | undefined;
  readonly #step: (steps?: number) => void;
  #stepCount = 0;
  /** For the parts of a graph: the parents of nodes in a forest, and the stage that a node takes part in. */
  readonly #parents: Uint32Array;
  readonly #stageOf: Uint32Array;
  #stage = 0;
  readonly #tally: Uint32Array;

  /** @param step called with the numbers of steps made; what it throws ends the search. */
  constructor(left: ColoredGraph, right: ColoredGraph, step: (steps?: number) => void, tests?: PairTests) {
    this.#right = right;
    this.#nodeCount = left.nodeCount;
    this.#graphs = new PairedGraphs(left, right);
    this.#step = (steps = 1) => {
      this.#stepCount += steps;
      step(steps);
    };
    this.#cells = new PairedCells(this.#graphs, this.#step);
    const { nodesFit, edgesFit } = tests ?? {};
    this.#tests = nodesFit === undefined && edgesFit === undefined ? undefined : tests;
    this.images = new Uint32Array(left.nodeCount);
    this.#parents = new Uint32Array(2 * left.nodeCount);
    this.#stageOf = new Uint32Array(2 * left.nodeCount);
    this.#tally = new Uint32Array(2 * left.nodeCount);
  }

  /** True if there is an isomorphism that lays each left node of `pairs` over its right one. Called once. */
  find(pairs: readonly (readonly [left: number, right: number])[] = []): boolean {
    const cells = this.#cells;
    if (!cells.start()) return false;
    for (const [a, right] of pairs) {
      const b = this.#nodeCount + right;
      if (cells.cellOf[a] !== cells.cellOf[b]) return false;
      cells.cutOut([a, b], true);
      if (!cells.refine()) return false;
    }
    const nodes = Array.from({ length: 2 * this.#nodeCount }, (_, u) => u);
    return this.#splitByTests(nodes) && this.#solve(nodes);
  }

  /** Splits cells by the pairs that the test of nodes allows, directly or through others, if these are few. */
  #splitByTests(nodes: readonly number[]): boolean {
    const fits = this.#tests?.nodesFit;
    if (fits === undefined) return true;
    const { cellOf, sizeOf } = this.#cells;
    const open = [...new Set(nodes.map((u) => cellOf[u]))].filter((cell) => sizeOf[cell] > 2);
    if (open.reduce((sum, cell) => sum + (sizeOf[cell] / 2) ** 2, 0) > TESTS_MAX) return true;
    for (const cell of open) {
      let left = this.#cells.members(cell, false);
      let right = this.#cells.members(cell, true);
      while (left.length > 0) {
        // the image of the first node, the candidates for the next, and so on
        const part = [left.shift()!];
        let rightCount = 0;
        for (const u of part) {
          const isLeft = u < this.#nodeCount;
          const others = isLeft ? right : left;
          const kept: number[] = [];
          for (const v of others) {
            this.#step(STEPS_A_TEST);
            if (isLeft ? fits(u, v - this.#nodeCount) : fits(v, u - this.#nodeCount)) part.push(v);
            else kept.push(v);
          }
          if (isLeft) {
            rightCount += right.length - kept.length;
            right = kept;
          } else left = kept;
        }
        if (2 * rightCount !== part.length) return false;
        this.#cells.cutOut(part, true);
      }
    }
    return this.#cells.refine();
  }

  /** True if an isomorphism lays nodes over each other whose cells have no others, and which are stable. */
  #solve(nodes: readonly number[]): boolean {
    const cells = this.#cells;
    this.#step(nodes.length);
    const open: number[] = [];
    const fixed: number[] = [];
    for (const u of nodes) {
      if (!cells.isFixed(u)) open.push(u);
      else if (u < this.#nodeCount) fixed.push(u);
    }
    for (const u of fixed) {
      this.images[u] = cells.partnerOf(u) - this.#nodeCount;
      if (this.#tests !== undefined && !this.#fixedFits(u, this.#tests)) return false;
    }
    if (open.length === 0) return true;
    const parts = this.#partsOf(open);
    const left = parts.filter(([u]) => u < this.#nodeCount);
    const right = parts.filter(([u]) => u >= this.#nodeCount);
    if (left.length !== right.length) return false;
    return left.length === 1 ? this.#individualize(open) : this.#matchParts(left, right);
  }

  /** Tests a node that lies over its only choice, and its edges from and to others of that kind. */
  #fixedFits(u: number, { nodesFit, edgesFit }: PairTests): boolean {
    const { nodeCount, groupOffsets, groupStarts, ends } = this.#graphs;
    const image = this.#cells.partnerOf(u) - nodeCount;
    this.#step(STEPS_A_TEST);
    if (nodesFit !== undefined && !nodesFit(u, image)) return false;
    if (edgesFit === undefined) return true;
    if (!edgesFit(u, u, image, image)) return false;
    const last = groupStarts[groupOffsets[u + 1]];
    for (let arc = groupStarts[groupOffsets[u]]; arc < last; arc++) {
      this.#step();
      const v = ends[arc];
      if (!this.#cells.isFixed(v)) continue;
      this.#step(2 * STEPS_A_TEST);
      const end = this.#cells.partnerOf(v) - nodeCount;
      if (!edgesFit(u, v, image, end) || !edgesFit(v, u, end, image)) return false;
    }
    return true;
  }

  /**
   * The parts that open nodes fall into, each of one graph. Arcs that lead from all of a cell to all of another say
   * nothing of what lies over what, and do not count, unless edges are tested.
   */
  #partsOf(open: readonly number[]): number[][] {
    const { groupOffsets, groupStarts, ends } = this.#graphs;
    const { cellOf, sizeOf } = this.#cells;
    const [parents, stageOf, tally] = [this.#parents, this.#stageOf, this.#tally];
    const stage = ++this.#stage;
    const countsAll = this.#tests?.edgesFit !== undefined;
    for (const u of open) {
      parents[u] = u;
      stageOf[u] = stage;
    }
    const find = (item: number) => {
      let at = item;
      while (parents[at] !== at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
      }
      return at;
    };
    for (const u of open) {
      for (let group = groupOffsets[u]; group < groupOffsets[u + 1]; group++) {
        const [start, end] = [groupStarts[group], groupStarts[group + 1]];
        for (let arc = start; arc < end; arc++) tally[cellOf[ends[arc]]]++;
        for (let arc = start; arc < end; arc++) {
          const v = ends[arc];
          if (stageOf[v] !== stage) continue;
          const cell = cellOf[v];
          if (!countsAll && tally[cell] === sizeOf[cell] / 2 - (cell === cellOf[u] ? 1 : 0)) continue;
          parents[find(u)] = find(v);
        }
        for (let arc = start; arc < end; arc++) tally[cellOf[ends[arc]]] = 0;
        this.#step(3 * (end - start));
      }
    }
    const parts = new Map<number, number[]>();
    for (const u of open) {
      const root = find(u);
      const part = parts.get(root);
      if (part === undefined) parts.set(root, [u]);
      else part.push(u);
    }
    return [...parts.values()];
  }

  /** Whether the parts of both graphs can be laid over each other one to one. */
  #matchParts(left: readonly number[][], right: readonly number[][]): boolean {
    // parts with as many nodes of each cell
    const groups = new Map<string, { left: number[][]; right: number[][] }>();
    for (const [side, parts] of [
      ["left", left],
      ["right", right],
    ] as const) {
      for (const part of parts) {
        const key = Uint32Array.from(part, (u) => this.#cells.cellOf[u])
          .sort()
          .join();
        const group = groups.get(key) ?? { left: [], right: [] };
        group[side].push(part);
        groups.set(key, group);
      }
    }
    for (const group of groups.values()) if (group.left.length !== group.right.length) return false;
    for (const group of groups.values()) {
      if (!(this.#tests === undefined ? this.#matchAlike(group) : this.#matchTested(group))) return false;
    }
    return true;
  }

  /** Without tests being alike is transitive, so that any part of the right graph will do that is like the left. */
  #matchAlike({ left, right }: { left: number[][]; right: number[][] }): boolean {
    if (left[0].length === 1) {
      for (const [i, [u]] of left.entries()) this.images[u] = right[i][0] - this.#nodeCount;
      return true;
    }
    const isTaken = new Uint8Array(right.length);
    let next = 0;
    for (const part of left) {
      let tried = 0;
      // parts that are alike often follow each other
      for (; tried < right.length; tried++, next = (next + 1) % right.length) {
        if (isTaken[next] === 0 && this.#partFits(part, right[next])) break;
      }
      if (tried === right.length) return false;
      isTaken[next] = 1;
    }
    return true;
  }

  #matchTested({ left, right }: { left: number[][]; right: number[][] }): boolean {
    const known = new Map<number, boolean>();
    return canAssign(left.length, right.length, (i, j) => {
      const pair = i * right.length + j;
      const fits = known.get(pair) ?? this.#partFits(left[i], right[j]);
      known.set(pair, fits);
      return fits;
    });
  }

  #partFits(left: readonly number[], right: readonly number[]): boolean {
    const { mark } = this.#cells;
    const nodes = [...left, ...right];
    // no arc tells these from the others of their cells, so that all others stay stable
    this.#cells.cutOut(nodes, false);
    const fits = this.#solve(nodes);
    this.#cells.undo(mark);
    return fits;
  }

  /** Lays a node over each of its cell in turn, and solves what is left. */
  #individualize(open: readonly number[]): boolean {
    const cells = this.#cells;
    const { cellOf, sizeOf } = cells;
    const u = open.reduce((a, b) => (sizeOf[cellOf[b]] < sizeOf[cellOf[a]] ? b : a));
    const [node] = cells.members(cellOf[u], false);
    const failed = new FailedNodes(this.#right, this.#nodeCount, open, cellOf, this.#step);
    for (const choice of cells.members(cellOf[u], true)) {
      this.#step(STEPS_A_TEST);
      if (this.#tests?.nodesFit?.(node, choice - this.#nodeCount) === false) continue;
      if (this.#tests === undefined && failed.isLike(choice)) continue;
      const { mark } = cells;
      const before = this.#stepCount;
      cells.cutOut([node, choice], true);
      if (cells.refine() && this.#solve(open)) return true;
      cells.undo(mark);
      if (this.#tests === undefined) failed.add(choice, this.#stepCount - before);
    }
    return false;
  }
}

/** The choices of a stage that did not do, and those to which symmetries take them. */
class FailedNodes {
  readonly #graph: ColoredGraph;
  readonly #base: number;
  readonly #open: readonly number[];
  readonly #cellOf: Uint32Array;
  readonly #step: (steps?: number) => void;
  readonly #failed: number[] = [];
  #stepCount = 0;
  #misses = 0;
  #part: ColoredGraph | undefined;
  #places: Map<number, number> | undefined;
  #orbits: DisjointSet | undefined;

  constructor(
    graph: ColoredGraph,
    base: number,
    open: readonly number[],
    cellOf: Uint32Array,
    step: (steps?: number) => void,
  ) {
    this.#graph = graph;
    this.#base = base;
    this.#open = open;
    this.#cellOf = cellOf;
    this.#step = step;
  }

  add(choice: number, stepCount: number): void {
    this.#failed.push(choice);
    this.#stepCount += stepCount;
  }

  /** True if a symmetry of what is left of the right graph takes a choice that failed to this one. */
  isLike(choice: number): boolean {
    // a symmetry costs some steps for each node and arc to find
    if (this.#stepCount < STEPS_BEFORE * this.#open.length || this.#misses >= MISSES_MAX) return false;
    const part = this.#makePart();
    const [places, orbits] = [this.#places!, this.#orbits!];
    const place = places.get(choice)!;
    const roots = new Set(this.#failed.map((each) => orbits.find(places.get(each)!)));
    if (roots.has(orbits.find(place))) return true;
    const search = new IsomorphismSearch(part, part, this.#step);
    if (!search.find([[places.get(this.#failed[this.#failed.length - 1])!, place]])) {
      this.#misses++;
      return false;
    }
    for (let i = 0; i < part.nodeCount; i++) orbits.union(i, search.images[i]);
    this.#misses = 0;
    return true;
  }

  #makePart(): ColoredGraph {
    if (this.#part !== undefined) return this.#part;
    const nodes = this.#open.filter((u) => u >= this.#base);
    this.#places = new Map(nodes.map((u, i) => [u, i]));
    this.#orbits = new DisjointSet(nodes.length);
    this.#part = partOf(
      this.#graph,
      nodes.map((u) => u - this.#base),
      Uint32Array.from(nodes, (u) => this.#cellOf[u]),
    );
    return this.#part;
  }
}
