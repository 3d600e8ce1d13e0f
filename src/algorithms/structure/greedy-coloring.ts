/**
 * Colours for nodes such that no edge joins two of one color: in some order, each node gets the least color that its
 * neighbors do not have. Welsh and Powell 1967 (largest degree first), Matula and Beck 1983 (smallest degree last),
 * Brélaz 1979, "New methods to color the vertices of a graph" (saturation).
 */
import { IndexHeap } from "../../structures/index-heap.js";
import { Prng } from "../../structures/prng.js";
import type { GraphView } from "../../view.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkSeed, checkView, checkWord, type SignalOption } from "../shared/options.js";
import { Result } from "../shared/result.js";
import { peel } from "./core-numbers.js";
import { nodesByDegree } from "./triangles/oriented-loops.js";

const STRATEGIES = ["largestFirst", "smallestLast", "saturation", "random", "natural"] as const;

export interface GreedyColoringOptions extends SignalOption {
  /**
   * The order: by degree from the largest (the default); the reverse of taking away the least degree, which needs at
   * most one color more than the degeneracy; by how many colors a node's neighbors have; by chance; by id.
   */
  readonly strategy?: (typeof STRATEGIES)[number];
  /** The seed of `random`: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
}

/** For each node its color, from 0. */
export class Coloring extends Result<Uint32Array> {
  /** The number of colors. */
  readonly count: number;

  constructor(ids: Uint32Array, values: Uint32Array) {
    super(ids, values);
    let count = 0;
    for (let i = 0; i < values.length; i++) count = Math.max(count, values[i] + 1);
    this.count = count;
  }
}

/**
 * Colours the nodes of a view with no more colors than one more than the largest degree, mostly far fewer.
 *
 * Time: O(nodes + edges), for `saturation` O((nodes + edges) log nodes); space: O(nodes + edges). Deterministic for a
 * seed. The direction of edges, self-loops and parallel edges are ignored; an empty graph has no colors.
 *
 * @throws TypeError for wrong options.
 * @example
 * greedyColoring(graph, { strategy: "saturation" }).count; // => 3
 */
export function greedyColoring(view: GraphView, options: GreedyColoringOptions = {}): Coloring {
  checkView(view);
  checkRunOptions(options, ["strategy", "seed"]);
  const { strategy = "largestFirst", seed = 0 } = options;
  checkWord("strategy", strategy, STRATEGIES);
  checkSeed(seed);
  const csr = view.csr();
  const simple = simpleArcsOf(csr, "both");
  const colors = new Uint32Array(csr.nodeCount).fill(NONE);
  const color = painter(simple, colors);
  if (strategy === "saturation") colorBySaturation(simple, color);
  else for (const u of orderOf(simple, strategy, seed)) color(u);
  return new Coloring(csr.nodeIds, colors);
}

const NONE = 0xffff_ffff;

function orderOf(simple: SimpleArcs, strategy: GreedyColoringOptions["strategy"], seed: number): Uint32Array {
  if (strategy === "largestFirst") return nodesByDegree(simple).reverse();
  if (strategy === "smallestLast") return peel(simple).order.reverse();
  const nodes = Uint32Array.from({ length: simple.offsets.length - 1 }, (_, u) => u);
  return strategy === "random" ? new Prng(seed).shuffle(nodes) : nodes;
}

/** A function that gives a node the least color that its neighbors do not have, and returns it. */
function painter({ offsets, ends }: SimpleArcs, colors: Uint32Array): (u: number) => number {
  // the node that last saw each color at a neighbor
  const seenBy = new Uint32Array(colors.length + 1).fill(NONE);
  return (u) => {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (colors[ends[arc]] !== NONE) seenBy[colors[ends[arc]]] = u;
    }
    let color = 0;
    while (seenBy[color] === u) color++;
    colors[u] = color;
    return color;
  };
}

/** Always the node whose neighbors have the most colors, of several the one of largest degree. */
function colorBySaturation({ offsets, ends }: SimpleArcs, color: (u: number) => number): void {
  const nodeCount = offsets.length - 1;
  const queue = new IndexHeap(nodeCount);
  const seen: Set<number>[] = Array.from({ length: nodeCount }, () => new Set());
  const keyOf = (u: number) => -(seen[u].size * nodeCount + offsets[u + 1] - offsets[u]);
  for (let u = 0; u < nodeCount; u++) queue.lower(u, keyOf(u));
  while (queue.size > 0) {
    const u = queue.pop();
    const given = color(u);
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (queue.isDone(v)) continue;
      seen[v].add(given);
      queue.lower(v, keyOf(v));
    }
  }
}
