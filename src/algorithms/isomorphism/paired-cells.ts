/**
 * Cells of the nodes of two graphs, which are split until all nodes of a cell have as many neighbors in each cell:
 * color refinement, Weisfeiler and Leman 1968, by the smaller parts first as in Hopcroft 1971, "An n log n algorithm
 * for minimizing states in a finite automaton".
 *
 * Invariant: a cell has as many nodes of one graph as of the other. Where a split would break that, the graphs are
 * not the same, whichever names their nodes have.
 */
import type { PairedGraphs } from "./paired-graphs.js";

export class PairedCells {
  /** The nodes, those of a cell in sequence. */
  readonly #nodes: Uint32Array;
  readonly #placeOf: Uint32Array;
  /** The cell of each node, which is the place of the first of its nodes. */
  readonly cellOf: Uint32Array;
  /** The number of nodes of a cell. */
  readonly sizeOf: Uint32Array;
  readonly #graphs: PairedGraphs;
  readonly #step: (steps?: number) => void;
  /** Cells in the order in which they were cut off, each with the cell it was part of. */
  readonly #cuts: number[] = [];
  #queue: number[] = [];
  readonly #isQueued: Uint8Array;
  /** By node how many arcs come from the splitter, and by cell how many of its nodes any comes to. */
  readonly #counts: Uint32Array;
  readonly #metCounts: Uint32Array;

  constructor(graphs: PairedGraphs, step: (steps?: number) => void) {
    const count = 2 * graphs.nodeCount;
    this.#graphs = graphs;
    this.#step = step;
    this.#nodes = Uint32Array.from({ length: count }, (_, u) => u);
    this.#placeOf = this.#nodes.slice();
    this.cellOf = new Uint32Array(count);
    this.sizeOf = new Uint32Array(count);
    this.#isQueued = new Uint8Array(count);
    this.#counts = new Uint32Array(count);
    this.#metCounts = new Uint32Array(count);
    if (count > 0) this.sizeOf[0] = count;
  }

  /** The first cells: nodes of one color. False if the graphs have not as many of each. */
  start(): boolean {
    const { colors } = this.#graphs;
    if (colors.length === 0) return true;
    for (let u = 0; u < colors.length; u++) this.#counts[u] = colors[u];
    // all of them are to split others, the largest as well
    this.#enqueue(0);
    const fits = this.#split(0, colors.length);
    this.#counts.fill(0);
    return fits && this.refine();
  }

  /** The node of the other graph in a cell of two. */
  partnerOf(u: number): number {
    const cell = this.cellOf[u];
    return this.#nodes[cell] === u ? this.#nodes[cell + 1] : this.#nodes[cell];
  }

  isFixed(u: number): boolean {
    return this.sizeOf[this.cellOf[u]] === 2;
  }

  /** The nodes of a cell that are of the left graph, or of the right one. */
  members(cell: number, isRight: boolean): number[] {
    const { nodeCount } = this.#graphs;
    return [...this.#nodes.subarray(cell, cell + this.sizeOf[cell])].filter(
      (u) => u >= nodeCount === isRight,
    );
  }

  /** A position in the list of cuts, to undo to. */
  get mark(): number {
    return this.#cuts.length;
  }

  /** Joins again what was cut since a mark. */
  undo(mark: number): void {
    const { cellOf, sizeOf } = this;
    while (this.#cuts.length > mark) {
      const parent = this.#cuts.pop()!;
      const cell = this.#cuts.pop()!;
      const end = cell + sizeOf[cell];
      for (let place = cell; place < end; place++) cellOf[this.#nodes[place]] = parent;
      sizeOf[parent] += sizeOf[cell];
      this.#step(sizeOf[cell]);
    }
  }

  /**
   * Splits nodes off the cells they are in, as many of one graph as of the other. With `refines` the next call of
   * `refine` splits their neighbors by them.
   */
  cutOut(nodes: readonly number[], refines: boolean): void {
    const cells: number[] = [];
    for (const u of nodes) this.#meet(u, cells);
    for (const cell of cells) {
      const count = this.#metCounts[cell];
      this.#metCounts[cell] = 0;
      if (count === this.sizeOf[cell]) continue;
      const part = this.#cut(cell, cell + this.sizeOf[cell] - count);
      if (refines) this.#enqueue(part);
    }
    this.#step(nodes.length);
  }

  /** Splits cells until none can be. False if the graphs turn out not to be the same. */
  refine(): boolean {
    for (let next = 0; next < this.#queue.length; next++) {
      const cell = this.#queue[next];
      this.#isQueued[cell] = 0;
      if (this.#splitBy(this.#nodes.slice(cell, cell + this.sizeOf[cell]))) continue;
      for (next++; next < this.#queue.length; next++) this.#isQueued[this.#queue[next]] = 0;
      this.#queue = [];
      return false;
    }
    this.#queue = [];
    return true;
  }

  #enqueue(cell: number): void {
    if (this.#isQueued[cell] === 1) return;
    this.#isQueued[cell] = 1;
    this.#queue.push(cell);
  }

  /** Splits all cells by how many arcs of each kind lead from given nodes to theirs. */
  #splitBy(splitter: Uint32Array): boolean {
    const { kindCount } = this.#graphs;
    if (kindCount <= 1) return this.#splitByKind(splitter, 0);
    const kinds = new Set<number>();
    const { groupOffsets, groupKinds } = this.#graphs;
    for (const u of splitter) {
      for (let group = groupOffsets[u]; group < groupOffsets[u + 1]; group++) kinds.add(groupKinds[group]);
    }
    for (const kind of kinds) if (!this.#splitByKind(splitter, kind)) return false;
    return true;
  }

  #splitByKind(splitter: Uint32Array, kind: number): boolean {
    const counts = this.#counts;
    const { ends, groupStarts } = this.#graphs;
    const met: number[] = [];
    const cells: number[] = [];
    for (const u of splitter) {
      const group = this.#graphs.groupOf(u, kind);
      this.#step();
      if (group < 0) continue;
      const end = groupStarts[group + 1];
      for (let arc = groupStarts[group]; arc < end; arc++) {
        const v = ends[arc];
        if (counts[v]++ > 0) continue;
        met.push(v);
        this.#meet(v, cells);
      }
      this.#step(end - groupStarts[group]);
    }
    let fits = true;
    for (const cell of cells) {
      const count = this.#metCounts[cell];
      this.#metCounts[cell] = 0;
      fits = fits && this.#split(cell, count);
    }
    for (const v of met) counts[v] = 0;
    return fits;
  }

  /** Moves a node to the marked ones of its cell, which are the last of it. */
  #meet(u: number, cells: number[]): void {
    const cell = this.cellOf[u];
    const met = this.#metCounts[cell]++;
    if (met === 0) cells.push(cell);
    const place = cell + this.sizeOf[cell] - 1 - met;
    const from = this.#placeOf[u];
    const other = this.#nodes[place];
    this.#nodes[place] = u;
    this.#placeOf[u] = place;
    this.#nodes[from] = other;
    this.#placeOf[other] = from;
  }

  /** Splits a cell by the counts of its nodes, those above 0 being its last `metCount`. */
  #split(cell: number, metCount: number): boolean {
    const end = cell + this.sizeOf[cell];
    const first = end - metCount;
    this.#sort(first, end);
    const starts = first > cell ? [first] : [];
    for (let place = first + 1; place < end; place++) {
      if (this.#counts[this.#nodes[place]] !== this.#counts[this.#nodes[place - 1]]) starts.push(place);
    }
    this.#step(metCount);
    if (starts.length === 0) return true;
    // the part before the first start is balanced if all others are
    for (let i = 0; i < starts.length; i++) {
      if (!this.#isBalanced(starts[i], starts[i + 1] ?? end)) return false;
    }
    const wasQueued = this.#isQueued[cell] === 1;
    for (let i = starts.length - 1; i >= 0; i--) this.#cut(cell, starts[i]);
    if (wasQueued) for (const start of starts) this.#enqueue(start);
    else {
      // the last part adds nothing to what the others tell
      const parts = [cell, ...starts];
      const largest = parts.reduce((a, b) => (this.sizeOf[b] > this.sizeOf[a] ? b : a));
      for (const part of parts) if (part !== largest) this.#enqueue(part);
    }
    return true;
  }

  #isBalanced(start: number, end: number): boolean {
    const { nodeCount } = this.#graphs;
    let right = 0;
    for (let place = start; place < end; place++) if (this.#nodes[place] >= nodeCount) right++;
    return 2 * right === end - start;
  }

  /** Makes the end of a cell, from a place on, a cell of its own. */
  #cut(cell: number, place: number): number {
    const end = cell + this.sizeOf[cell];
    for (let at = place; at < end; at++) this.cellOf[this.#nodes[at]] = place;
    this.sizeOf[place] = end - place;
    this.sizeOf[cell] = place - cell;
    this.#cuts.push(place, cell);
    return place;
  }

  /** Sorts a stretch of nodes by their counts. */
  #sort(start: number, end: number): void {
    const counts = this.#counts;
    let [min, max] = [Infinity, 0];
    for (let place = start; place < end; place++) {
      const count = counts[this.#nodes[place]];
      if (count < min) min = count;
      if (count > max) max = count;
    }
    if (min >= max) return;
    const stretch = this.#nodes.slice(start, end);
    if (max - min > 2 * stretch.length) stretch.sort((a, b) => counts[a] - counts[b]);
    else {
      const offsets = new Uint32Array(max - min + 2);
      for (const u of stretch) offsets[counts[u] - min + 1]++;
      for (let i = 1; i < offsets.length; i++) offsets[i] += offsets[i - 1];
      for (const u of this.#nodes.slice(start, end)) stretch[offsets[counts[u] - min]++] = u;
    }
    this.#nodes.set(stretch, start);
    for (let place = start; place < end; place++) this.#placeOf[this.#nodes[place]] = place;
  }
}
