/**
 * The matching of greatest weight of any graph by blossoms and dual variables: Edmonds 1965, "Maximum matching and a
 * polyhedron with 0,1-vertices", in O(nodes³) as Galil 1986, "Efficient algorithms for finding maximum matching in
 * graphs", has it, after van Rantwijk's arrangement of it (2008). Trees grow from all free nodes at once over edges
 * without slack; where there are none, duals change until there are. Every way between two free nodes is turned over,
 * which ends a stage; blossoms whose dual is above 0 stay shrunk from stage to stage, one within another.
 *
 * Nodes are 0 .. n - 1, blossoms n .. 2n - 1. Edge k has two ends, 2k and 2k + 1; `p ^ 1` is the other end of `p`.
 */
import { assert } from "../../errors.js";
import type { Arcs } from "../shared/arcs/direction.js";

/** The edges of the matching, ascending. Arcs are both ways, one for each two nodes; without weights all weigh 1. */
export function weightedBlossoms(
  arcs: Arcs,
  weights: Float64Array | undefined,
  maxCardinality: boolean,
  tick: (done: number) => void,
): Uint32Array {
  const nodeCount = arcs.offsets.length - 1;
  const ends: number[] = [];
  const edges: number[] = [];
  const edgeWeights: number[] = [];
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = arcs.offsets[u]; arc < arcs.offsets[u + 1]; arc++) {
      if (arcs.ends[arc] <= u) continue;
      ends.push(u, arcs.ends[arc]);
      edges.push(arcs.edges[arc]);
      edgeWeights.push(weights === undefined ? 1 : weights[arcs.edges[arc]]);
    }
  }
  const search = new BlossomStages(nodeCount, Uint32Array.from(ends), Float64Array.from(edgeWeights));
  search.run(maxCardinality, tick);
  const taken = edges.filter((_, k) => search.mates[ends[2 * k]] === 2 * k + 1);
  return Uint32Array.from(taken).sort();
}

/** Labels of top-level blossoms, plain nodes among them: in no tree yet. */
const FREE = 0;
/** At an even distance from the root of a tree. */
const OUTER = 1;
/** At an odd distance. */
const INNER = 2;
/** An outer one that the search for a common root passed. */
const MARKED = 5;

class BlossomStages {
  /** The end of its edge at the mate of each node; -1 if it is free. */
  readonly mates: Int32Array;
  readonly #nodeCount: number;
  /** The node at each end. */
  readonly #ends: Uint32Array;
  readonly #weights: Float64Array;
  /** Node u's edges, by their far ends, at offsets[u] .. offsets[u + 1] - 1. */
  readonly #offsets: Uint32Array;
  readonly #farEnds: Uint32Array;
  readonly #labels: Uint8Array;
  /** The end, away from it, of the edge by which a blossom or a node got its label; -1 for a root. */
  readonly #origins: Int32Array;
  /** The top-level blossom each node is in. */
  readonly #tops: Int32Array;
  readonly #parents: Int32Array;
  /** The node of a blossom that is not matched within it; -1 for numbers not in use. */
  readonly #bases: Int32Array;
  /**
   * The parts that a blossom was shrunk from, its base first, around the cycle; and the ends of the edges between
   * them.
   */
  readonly #parts: (number[] | undefined)[];
  readonly #links: (number[] | undefined)[];
  /** The edge of least slack to an outer blossom: of an outer blossom, or of a free node. -1 for none. */
  readonly #best: Int32Array;
  /** For outer blossoms, those of least slack to each other outer one. */
  readonly #bestEach: (number[] | undefined)[];
  readonly #unused: number[];
  /** Of nodes twice their variable, of blossoms the variable itself, so that whole numbers stay whole. */
  readonly #duals: Float64Array;
  /** Whether each edge is known to have no slack. */
  readonly #isTight: Uint8Array;
  readonly #queue: number[] = [];

  constructor(nodeCount: number, ends: Uint32Array, weights: Float64Array) {
    this.#nodeCount = nodeCount;
    this.#ends = ends;
    this.#weights = weights;
    this.#offsets = new Uint32Array(nodeCount + 1);
    for (const u of ends) this.#offsets[u + 1]++;
    for (let u = 0; u < nodeCount; u++) this.#offsets[u + 1] += this.#offsets[u];
    const next = this.#offsets.slice();
    this.#farEnds = new Uint32Array(ends.length);
    for (let p = 0; p < ends.length; p++) this.#farEnds[next[ends[p]]++] = p ^ 1;
    this.mates = new Int32Array(nodeCount).fill(-1);
    this.#labels = new Uint8Array(2 * nodeCount);
    this.#origins = new Int32Array(2 * nodeCount).fill(-1);
    this.#tops = Int32Array.from({ length: nodeCount }, (_, u) => u);
    this.#parents = new Int32Array(2 * nodeCount).fill(-1);
    this.#bases = Int32Array.from({ length: 2 * nodeCount }, (_, b) => (b < nodeCount ? b : -1));
    this.#parts = new Array(2 * nodeCount).fill(undefined);
    this.#links = new Array(2 * nodeCount).fill(undefined);
    this.#best = new Int32Array(2 * nodeCount).fill(-1);
    this.#bestEach = new Array(2 * nodeCount).fill(undefined);
    this.#unused = Array.from({ length: nodeCount }, (_, i) => nodeCount + i);
    const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
    this.#duals = new Float64Array(2 * nodeCount).fill(heaviest, 0, nodeCount);
    this.#isTight = new Uint8Array(weights.length);
  }

  run(maxCardinality: boolean, tick: (done: number) => void): void {
    // each stage but the last matches two nodes more
    for (let done = 0; ; done = Math.min(done + 2, this.#nodeCount)) {
      tick(done);
      this.#startStage();
      while (!this.#grow()) if (!this.#changeDuals(maxCardinality)) return;
      this.#endStage();
    }
  }

  #startStage(): void {
    this.#labels.fill(FREE);
    this.#best.fill(-1);
    this.#bestEach.fill(undefined);
    this.#isTight.fill(0);
    this.#queue.length = 0;
    for (let u = 0; u < this.#nodeCount; u++) {
      if (this.mates[u] < 0 && this.#labels[this.#tops[u]] === FREE) this.#assign(u, OUTER, -1);
    }
  }

  /** Unfolds outer blossoms that nothing holds together. */
  #endStage(): void {
    for (let b = this.#nodeCount; b < 2 * this.#nodeCount; b++) {
      if (this.#bases[b] < 0 || this.#parents[b] >= 0) continue;
      if (this.#labels[b] === OUTER && this.#duals[b] === 0) this.#unfoldAtEnd(b);
    }
  }

  #slackOf(k: number): number {
    return this.#duals[this.#ends[2 * k]] + this.#duals[this.#ends[2 * k + 1]] - 2 * this.#weights[k];
  }

  /** The nodes of a blossom. */
  #leavesOf(b: number): number[] {
    const leaves: number[] = [];
    const stack = [b];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at < this.#nodeCount) leaves.push(at);
      else stack.push(...(this.#parts[at] as number[]));
    }
    return leaves;
  }

  /** Labels the blossom of a node, reached over an edge from `origin`. */
  #assign(node: number, label: number, origin: number): void {
    const b = this.#tops[node];
    this.#labels[node] = this.#labels[b] = label;
    this.#origins[node] = this.#origins[b] = origin;
    this.#best[node] = this.#best[b] = -1;
    if (label === OUTER) {
      for (const leaf of this.#leavesOf(b)) this.#queue.push(leaf);
    } else {
      const mate = this.mates[this.#bases[b]];
      this.#assign(this.#ends[mate], OUTER, mate ^ 1);
    }
  }

  /** Grows trees over edges without slack; true if it found an augmenting path. */
  #grow(): boolean {
    for (let u = this.#queue.pop(); u !== undefined; u = this.#queue.pop()) {
      for (let at = this.#offsets[u]; at < this.#offsets[u + 1]; at++) {
        if (this.#look(u, this.#farEnds[at])) return true;
      }
    }
    return false;
  }

  /** Looks along an edge of an outer node; true if it made a way between two free nodes. */
  #look(u: number, p: number): boolean {
    const k = p >>> 1;
    const v = this.#ends[p];
    const [top, other] = [this.#tops[u], this.#tops[v]];
    if (top === other) return false;
    const slack = this.#isTight[k] === 1 ? 0 : this.#slackOf(k);
    if (slack <= 0) {
      this.#isTight[k] = 1;
      if (this.#labels[other] === FREE) this.#assign(v, INNER, p ^ 1);
      else if (this.#labels[other] === OUTER) {
        const base = this.#baseOf(u, v);
        if (base < 0) {
          this.#augment(k);
          return true;
        }
        this.#shrink(base, k);
      } else if (this.#labels[v] === FREE) {
        // within an inner blossom: known to be reached, should it unfold
        this.#labels[v] = INNER;
        this.#origins[v] = p ^ 1;
      }
      return false;
    }
    const owner = this.#labels[other] === OUTER ? top : v;
    if (owner === v && this.#labels[v] !== FREE) return false;
    const best = this.#best[owner];
    if (best < 0 || slack < this.#slackOf(best)) this.#best[owner] = k;
    return false;
  }

  /** The base of the blossom that the ways from two outer nodes to their roots make; -1 if the roots are two. */
  #baseOf(a: number, b: number): number {
    const path: number[] = [];
    let base = -1;
    for (let u = a, v = b; u >= 0; ) {
      const top = this.#tops[u];
      if (this.#labels[top] === MARKED) {
        base = this.#bases[top];
        break;
      }
      path.push(top);
      this.#labels[top] = MARKED;
      u = this.#origins[top];
      if (u >= 0) u = this.#ends[this.#origins[this.#tops[this.#ends[u]]]];
      if (v >= 0) [u, v] = [v, u];
    }
    for (const top of path) this.#labels[top] = OUTER;
    return base;
  }

  /** Makes a blossom of the cycle that edge k closes, hanging on the blossom of `base`. */
  #shrink(base: number, k: number): void {
    const b = this.#unused.pop();
    assert(b !== undefined, "there are more blossoms than nodes");
    const root = this.#tops[base];
    const [parts, links]: [number[], number[]] = [[], []];
    for (let at = this.#tops[this.#ends[2 * k]]; at !== root; ) {
      parts.push(at);
      links.push(this.#origins[at]);
      at = this.#tops[this.#ends[this.#origins[at]]];
    }
    parts.push(root);
    parts.reverse();
    links.reverse();
    links.push(2 * k);
    for (let at = this.#tops[this.#ends[2 * k + 1]]; at !== root; ) {
      parts.push(at);
      links.push(this.#origins[at] ^ 1);
      at = this.#tops[this.#ends[this.#origins[at]]];
    }
    for (const part of parts) this.#parents[part] = b;
    this.#parents[b] = -1;
    this.#bases[b] = base;
    this.#parts[b] = parts;
    this.#links[b] = links;
    this.#labels[b] = OUTER;
    this.#origins[b] = this.#origins[root];
    this.#duals[b] = 0;
    for (const leaf of this.#leavesOf(b)) {
      if (this.#labels[this.#tops[leaf]] === INNER) this.#queue.push(leaf);
      this.#tops[leaf] = b;
    }
    this.#gatherBest(b, parts);
  }

  /** The edges of least slack from a new blossom to each outer one. */
  #gatherBest(b: number, parts: readonly number[]): void {
    const bestTo = new Map<number, number>();
    const offer = (k: number) => {
      const [u, v] = [this.#tops[this.#ends[2 * k]], this.#tops[this.#ends[2 * k + 1]]];
      const other = u === b ? v : u;
      if (other === b || this.#labels[other] !== OUTER) return;
      const known = bestTo.get(other);
      if (known === undefined || this.#slackOf(k) < this.#slackOf(known)) bestTo.set(other, k);
    };
    for (const part of parts) {
      const known = this.#bestEach[part];
      if (known !== undefined) known.forEach(offer);
      else {
        for (const u of this.#leavesOf(part)) {
          for (let at = this.#offsets[u]; at < this.#offsets[u + 1]; at++) offer(this.#farEnds[at] >>> 1);
        }
      }
      this.#bestEach[part] = undefined;
      this.#best[part] = -1;
    }
    const each = [...bestTo.values()];
    this.#bestEach[b] = each;
    let best = -1;
    for (const k of each) if (best < 0 || this.#slackOf(k) < this.#slackOf(best)) best = k;
    this.#best[b] = best;
  }

  /** Turns over the way that edge k makes between two free nodes. */
  #augment(k: number): void {
    for (const first of [2 * k + 1, 2 * k]) {
      for (let p = first; ; ) {
        const s = this.#ends[p ^ 1];
        const top = this.#tops[s];
        this.#turn(top, s);
        this.mates[s] = p;
        if (this.#origins[top] < 0) break;
        const inner = this.#tops[this.#ends[this.#origins[top]]];
        const origin = this.#origins[inner];
        const j = this.#ends[origin ^ 1];
        this.#turn(inner, j);
        this.mates[j] = origin;
        p = origin ^ 1;
      }
    }
  }

  /** Turns the edges within a blossom so that a node of it becomes its base; so in the blossoms within it. */
  #turn(blossom: number, node: number): void {
    const tasks: [number, number][] = [[blossom, node]];
    for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
      const [b, v] = task;
      if (b < this.#nodeCount) continue;
      const parts = this.#parts[b] as number[];
      const links = this.#links[b] as number[];
      let part = v;
      while (this.#parents[part] !== b) part = this.#parents[part];
      tasks.push([part, v]);
      const from = parts.indexOf(part);
      const way = new CycleWay(parts, links, from);
      while (way.index !== 0) {
        way.step();
        const p = way.nextLink();
        tasks.push([way.part(), this.#ends[p]]);
        way.step();
        tasks.push([way.part(), this.#ends[p ^ 1]]);
        this.mates[this.#ends[p]] = p ^ 1;
        this.mates[this.#ends[p ^ 1]] = p;
      }
      this.#parts[b] = [...parts.slice(from), ...parts.slice(0, from)];
      this.#links[b] = [...links.slice(from), ...links.slice(0, from)];
      this.#bases[b] = v;
    }
  }

  /** Changes duals until an edge has no slack or a blossom unfolds; false if the matching is the best there is. */
  #changeDuals(maxCardinality: boolean): boolean {
    const [n, duals, labels] = [this.#nodeCount, this.#duals, this.#labels];
    let least = Infinity;
    for (let u = 0; u < n; u++) least = Math.min(least, duals[u]);
    let delta = maxCardinality ? Infinity : least;
    let edge = -1;
    let blossom = -1;
    for (let u = 0; u < n; u++) {
      if (labels[this.#tops[u]] !== FREE || this.#best[u] < 0) continue;
      const slack = this.#slackOf(this.#best[u]);
      if (slack < delta) [delta, edge] = [slack, this.#best[u]];
    }
    for (let b = 0; b < 2 * n; b++) {
      if (this.#parents[b] >= 0 || this.#bases[b] < 0) continue;
      if (labels[b] === OUTER && this.#best[b] >= 0) {
        const slack = this.#slackOf(this.#best[b]) / 2;
        if (slack < delta) [delta, edge] = [slack, this.#best[b]];
      } else if (b >= n && labels[b] === INNER && duals[b] < delta) [delta, blossom] = [duals[b], b];
    }
    if (edge < 0 && blossom < 0) return false;
    for (let u = 0; u < n; u++) {
      const label = labels[this.#tops[u]];
      if (label !== FREE) duals[u] += label === OUTER ? -delta : delta;
    }
    for (let b = n; b < 2 * n; b++) {
      if (this.#bases[b] < 0 || this.#parents[b] >= 0 || labels[b] === FREE) continue;
      duals[b] += labels[b] === OUTER ? delta : -delta;
    }
    if (blossom >= 0) this.#unfoldInner(blossom);
    else {
      this.#isTight[edge] = 1;
      const u = this.#ends[2 * edge];
      this.#queue.push(labels[this.#tops[u]] === OUTER ? u : this.#ends[2 * edge + 1]);
    }
    return true;
  }

  /** Gives a blossom's number back and makes its parts top-level ones; returns them. */
  #dissolve(b: number): number[] {
    const parts = this.#parts[b] as number[];
    for (const part of parts) {
      this.#parents[part] = -1;
      for (const leaf of this.#leavesOf(part)) this.#tops[leaf] = part;
    }
    this.#parts[b] = this.#links[b] = this.#bestEach[b] = undefined;
    this.#labels[b] = FREE;
    this.#origins[b] = this.#bases[b] = this.#best[b] = -1;
    this.#unused.push(b);
    return parts;
  }

  #unfoldAtEnd(blossom: number): void {
    const stack = [blossom];
    for (let b = stack.pop(); b !== undefined; b = stack.pop()) {
      for (const part of this.#dissolve(b)) {
        if (part >= this.#nodeCount && this.#duals[part] === 0) stack.push(part);
      }
    }
  }

  /** Unfolds an inner blossom while trees grow: one way round from its entry to its base stays in the tree. */
  #unfoldInner(b: number): void {
    const links = this.#links[b] as number[];
    let p = this.#origins[b];
    const parts = this.#dissolve(b);
    const entry = this.#tops[this.#ends[p ^ 1]];
    const way = new CycleWay(parts, links, parts.indexOf(entry));
    while (way.index !== 0) {
      const next = way.nextLink();
      this.#labels[this.#ends[p ^ 1]] = FREE;
      this.#labels[this.#ends[next ^ 1]] = FREE;
      this.#assign(this.#ends[p ^ 1], INNER, p);
      this.#isTight[next >>> 1] = 1;
      way.step();
      p = way.nextLink();
      this.#isTight[p >>> 1] = 1;
      way.step();
    }
    // the base itself, without going on to its mate, which has its label
    const root = way.part();
    const v = this.#ends[p ^ 1];
    this.#labels[v] = this.#labels[root] = INNER;
    this.#origins[v] = this.#origins[root] = p;
    this.#best[root] = -1;
    for (way.step(); way.part() !== entry; way.step()) this.#relabel(way.part());
  }

  /** A part off the way stays in a tree only if it was reached from outside. */
  #relabel(part: number): void {
    if (this.#labels[part] === OUTER) return;
    const reached = this.#leavesOf(part).find((leaf) => this.#labels[leaf] !== FREE);
    if (reached === undefined) return;
    assert(this.#labels[reached] === INNER, "a part of an inner blossom was reached as an outer one");
    this.#labels[reached] = FREE;
    this.#labels[this.#ends[this.mates[this.#bases[part]]]] = FREE;
    this.#assign(reached, INNER, this.#origins[reached]);
  }
}

/** Steps round the cycle of a blossom from one of its parts, the way on which the base is an even number away. */
class CycleWay {
  index: number;
  readonly #parts: readonly number[];
  readonly #links: readonly number[];
  readonly #isForward: boolean;

  constructor(parts: readonly number[], links: readonly number[], from: number) {
    this.#parts = parts;
    this.#links = links;
    this.#isForward = from % 2 === 1;
    this.index = this.#isForward ? from - parts.length : from;
  }

  step(): void {
    this.index += this.#isForward ? 1 : -1;
  }

  part(): number {
    return this.#parts.at(this.index) as number;
  }

  /** The next link from the present part, by its end. */
  nextLink(): number {
    return this.#isForward
      ? (this.#links.at(this.index) as number)
      : (this.#links.at(this.index - 1) as number) ^ 1;
  }
}
