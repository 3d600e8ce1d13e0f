/**
 * Random graphs in which all nodes have the same degree. Steger and Wormald 1999, "Generating random regular graphs
 * quickly": half-edges are paired at random; pairs that would make a loop or a parallel edge are drawn again. Where
 * the rest cannot be paired, it starts again, and after some attempts edges that are there make room: McKay and
 * Wormald 1990, "Uniform generation of random regular graphs of moderate degree".
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { checkNodeCount, readGeneratorOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

/**
 * A random undirected graph of `nodeCount` nodes with `degree` edges each, without self-loops and parallel edges; all
 * such graphs are nearly as likely, for degrees much below the root of the number of nodes. One of more than half of
 * all possible edges is the complement of one with fewer.
 *
 * Time: O(edges) expected for one node in 32 and more as neighbors, else O(nodes · degree²); O(nodes²) for a
 * complement. Space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments; RangeError if both are odd, or the degree is too large.
 * @example
 * randomRegularGraph(10, 3, { seed: 7 }).edgeCount; // => 15
 */
export function randomRegularGraph(nodeCount: number, degree: number, options: SeedOption = {}): EdgeList {
  const { seed } = readGeneratorOptions(options, ["seed"]);
  checkNodeCount("nodeCount", nodeCount);
  checkInteger("degree", degree, 0, Math.max(0, nodeCount - 1));
  if ((nodeCount * degree) % 2 !== 0) {
    throw new RangeError(`"nodeCount * degree" expected an even number, got ${nodeCount * degree}`);
  }
  checkEdgeCount(nodeCount * degree);
  const step = stepCounter(options);
  const prng = new Prng(seed);
  // the more edges exist, the fewer choices the rest has
  const isDense = 2 * degree > nodeCount - 1;
  const links = randomLinks(nodeCount, isDense ? nodeCount - 1 - degree : degree, prng, step);
  return isDense ? complementOf(links, degree, step) : links.toEdgeList();
}

/** The number of attempts before existing edges are replaced for the last ones. */
const ATTEMPTS_MAX = 16;

function randomLinks(nodeCount: number, degree: number, prng: Prng, step: (steps?: number) => void): Links {
  for (let attempt = 1; ; attempt++) {
    const links = new Links(nodeCount, degree);
    const left = joinStubs(links, prng, step);
    if (left.length === 0) return links;
    if (attempt >= ATTEMPTS_MAX && freeStub(links, left, prng, step)) return links;
  }
}

/** Joins stubs at random as far as they can be; those that are left. */
function joinStubs(links: Links, prng: Prng, step: (steps?: number) => void): Uint32Array {
  const { nodeCount, degree } = links;
  let stubs = Uint32Array.from({ length: nodeCount * degree }, (_, i) => Math.floor(i / degree));
  while (stubs.length > 0) {
    prng.shuffle(stubs);
    let left = 0;
    for (let i = 0; i < stubs.length; i += 2) {
      const [u, v] = [stubs[i], stubs[i + 1]];
      step(links.stepsOfHas);
      if (links.has(u, v)) {
        stubs[left++] = u;
        stubs[left++] = v;
      } else links.add(u, v);
    }
    stubs = stubs.slice(0, left);
    if (left > 0 && !canJoin(stubs, links, step)) break;
  }
  return stubs;
}

/** Whether any two of the remaining nodes may still be connected. */
function canJoin(stubs: Uint32Array, links: Links, step: (steps?: number) => void): boolean {
  const nodes = [...new Set(stubs)];
  return nodes.some((u, i) => {
    step(links.stepsOfHas * (nodes.length - i));
    return nodes.slice(i + 1).some((v) => !links.has(u, v));
  });
}

/**
 * Connects the remaining stubs in pairs: an edge between two nodes to which neither has an edge is removed, and each
 * of the two is connected to one of its ends. With at most half of all edges there is nearly always such an edge.
 */
function freeStub(links: Links, stubs: Uint32Array, prng: Prng, step: (steps?: number) => void): boolean {
  for (let i = 0; i < stubs.length; i += 2) {
    const [u, v] = [stubs[i], stubs[i + 1]];
    const choices: number[] = [];
    for (let edge = 0; edge < links.count; edge++) {
      step(2 * links.stepsOfHas);
      const [x, y] = [links.sources[edge], links.targets[edge]];
      if (!links.has(u, x) && !links.has(v, y)) choices.push(2 * edge);
      if (!links.has(u, y) && !links.has(v, x)) choices.push(2 * edge + 1);
    }
    if (choices.length === 0) return false;
    const choice = choices[prng.below(choices.length)];
    const edge = Math.floor(choice / 2);
    const ends = [links.sources[edge], links.targets[edge]];
    const [x, y] = choice % 2 === 0 ? ends : ends.reverse();
    links.remove(edge);
    links.add(u, x);
    links.add(v, y);
  }
  return true;
}

/** Edges, and which nodes they join, of at most some edges a node. */
class Links {
  readonly nodeCount: number;
  readonly degree: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  count = 0;
  /** Roughly what `has` takes. */
  readonly stepsOfHas: number;
  readonly #neighbors: Uint32Array;
  readonly #counts: Uint32Array;
  /** A bit for each two nodes, where that takes no more than the neighbors do. */
  readonly #bits: Uint32Array | undefined;
  readonly #wordCount: number;

  constructor(nodeCount: number, degree: number) {
    this.nodeCount = nodeCount;
    this.degree = degree;
    this.sources = new Uint32Array((nodeCount * degree) / 2);
    this.targets = new Uint32Array(this.sources.length);
    this.#neighbors = new Uint32Array(nodeCount * degree);
    this.#counts = new Uint32Array(nodeCount);
    this.#wordCount = Math.ceil(nodeCount / 32);
    if (this.#wordCount <= degree) this.#bits = new Uint32Array(nodeCount * this.#wordCount);
    this.stepsOfHas = this.#bits === undefined ? 1 + (degree >> 1) : 1;
  }

  /** Whether two nodes are connected already, or are the same. */
  has(u: number, v: number): boolean {
    if (this.#bits !== undefined) {
      return u === v || ((this.#bits[u * this.#wordCount + (v >>> 5)] >>> (v & 31)) & 1) === 1;
    }
    const first = u * this.degree;
    for (let i = first; i < first + this.#counts[u]; i++) if (this.#neighbors[i] === v) return true;
    return u === v;
  }

  add(u: number, v: number): void {
    this.sources[this.count] = Math.min(u, v);
    this.targets[this.count++] = Math.max(u, v);
    for (const [from, to] of [
      [u, v],
      [v, u],
    ]) {
      this.#neighbors[from * this.degree + this.#counts[from]++] = to;
      this.#flip(from, to);
    }
  }

  /** Takes away an edge; the last one takes its place. */
  remove(edge: number): void {
    const [u, v] = [this.sources[edge], this.targets[edge]];
    this.sources[edge] = this.sources[--this.count];
    this.targets[edge] = this.targets[this.count];
    for (const [from, to] of [
      [u, v],
      [v, u],
    ]) {
      const first = from * this.degree;
      const last = first + --this.#counts[from];
      for (let i = first; i < last; i++)
        if (this.#neighbors[i] === to) this.#neighbors[i] = this.#neighbors[last];
      this.#flip(from, to);
    }
  }

  #flip(from: number, to: number): void {
    if (this.#bits !== undefined) this.#bits[from * this.#wordCount + (to >>> 5)] ^= 1 << (to & 31);
  }

  /** The neighbors of a node, not in order. */
  neighborsOf(u: number): Uint32Array {
    const first = u * this.degree;
    return this.#neighbors.subarray(first, first + this.#counts[u]);
  }

  toEdgeList(): EdgeList {
    return new EdgeList(false, this.nodeCount, this.sources, this.targets);
  }
}

/** The graph of all edges that are not there, which has `degree` a node. */
function complementOf(links: Links, degree: number, step: (steps?: number) => void): EdgeList {
  const { nodeCount } = links;
  const sources = new Uint32Array((nodeCount * degree) / 2);
  const targets = new Uint32Array(sources.length);
  // the node that each node was last seen to be a neighbor of
  const seenAt = new Uint32Array(nodeCount).fill(nodeCount);
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    step(nodeCount - u);
    for (const v of links.neighborsOf(u)) seenAt[v] = u;
    for (let v = u + 1; v < nodeCount; v++) {
      if (seenAt[v] === u) continue;
      sources[n] = u;
      targets[n++] = v;
    }
  }
  return new EdgeList(false, nodeCount, sources, targets);
}
