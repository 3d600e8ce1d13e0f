/**
 * Communities by the map equation: the division by which the path of a random walker can be told in the fewest
 * bits. Rosvall and Bergstrom 2008, "Maps of random walks on complex networks reveal community structure"; two
 * levels, found by moving nodes, then modules, as Louvain does.
 */
import { Prng } from "../structures/prng.js";
import type { GraphView } from "../view.js";
import { Communities, namesOf, renumber } from "./communities.js";
import { aggregateFlow, type FlowGraph, flowGraphOf } from "./flow-graph.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";
import { checkInteger, checkNumber, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { type Weight, weightsOf } from "./weights.js";

export interface InfomapOptions extends RunOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** The order in which nodes are looked at follows from it; 0 unless given. */
  readonly seed?: number;
  /** At most so many rounds, each of which starts from the division of the one before; 10 unless given. */
  readonly maxIterations?: number;
}

/** For each node its module, named by the smallest id of the nodes in it. */
export class Modules extends Communities {
  /** How many bits a step of the walker takes to tell. */
  readonly codeLength: number;

  constructor(ids: Uint32Array, values: Uint32Array, modularity: number, codeLength: number) {
    super(ids, values, modularity);
    this.codeLength = codeLength;
  }
}

/**
 * Divides the nodes of a view into modules in which a random walker stays long. In a directed graph it follows
 * arcs as they lead, and at times, by PageRank with a damping of 0.85, jumps, which is not told.
 *
 * Time: O(edges) a pass, in practice few passes; space: O(nodes + edges). Deterministic for a seed. An empty
 * graph has no modules; a node without edges is one by itself, and so are all without weight. Parallel edges add up, a
 * self-loop keeps the walker where it is.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const { count, codeLength } = infomap(graph);
 */
export function infomap(view: GraphView, options: InfomapOptions = {}): Modules {
  checkOptions(options, ["weight", "seed", "maxIterations"]);
  const { seed = 0, maxIterations = 10 } = options;
  checkNumber("seed", seed, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkInteger("maxIterations", maxIterations, 1);
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const csr = view.csr();
  const labels = Uint32Array.from({ length: csr.nodeCount }, (_, u) => u);
  const graph = flowGraphOf(view, weights, options);
  const tick = watch(options, maxIterations);
  if (graph !== undefined) {
    const prng = new Prng(seed);
    for (let iteration = 1, improves = true; improves && iteration <= maxIterations; iteration++) {
      improves = improve(graph, labels, prng, () => tick(iteration - 1));
      tick(iteration);
    }
    preferOneModule(graph, labels);
  }
  return new Modules(
    csr.nodeIds,
    namesOf(csr.nodeIds, labels),
    modularityOf(modularityGraphOf(csr, weights), labels, 1),
    graph === undefined ? 0 : codeLengthOf(graph, labels),
  );
}

/** x log2 x, the term that all of the map equation consists of. */
function entropy(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}

/** The map equation: the bits a step takes, given each node's module as a number below the number of nodes. */
function codeLengthOf(
  { nodeCount, offsets, ends, outFlows, inFlows, flows }: FlowGraph,
  labels: Uint32Array,
): number {
  const [enters, exits, inside] = [0, 1, 2].map(() => new Float64Array(nodeCount));
  let length = 0;
  for (let u = 0; u < nodeCount; u++) {
    length -= entropy(flows[u]);
    inside[labels[u]] += flows[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (labels[ends[arc]] === labels[u]) continue;
      exits[labels[u]] += outFlows[arc];
      enters[labels[u]] += inFlows[arc];
    }
  }
  let entering = 0;
  for (let m = 0; m < nodeCount; m++) {
    entering += enters[m];
    length += entropy(exits[m] + inside[m]) - entropy(enters[m]) - entropy(exits[m]);
  }
  return length + entropy(entering);
}

/** One round: moves nodes, then modules, then modules of those; true if there was anything to move. */
function improve(graph: FlowGraph, labels: Uint32Array, prng: Prng, tick: () => void): boolean {
  let level = graph;
  let levelLabels = labels.slice();
  let improved = false;
  while (moveNodes(level, levelLabels, prng)) {
    improved = true;
    tick();
    const count = renumber(levelLabels);
    if (level === graph) labels.set(levelLabels);
    else for (let u = 0; u < labels.length; u++) labels[u] = levelLabels[labels[u]];
    level = aggregateFlow(level, levelLabels, count);
    levelLabels = Uint32Array.from({ length: count }, (_, m) => m);
  }
  return improved;
}

/** A pass that shortens the code by less than this, in bits, is none: it may be rounding. */
const GAIN_MIN = 1e-10;

/** Moves nodes one by one to the module that shortens the code the most, pass by pass; true if one was moved. */
function moveNodes(graph: FlowGraph, labels: Uint32Array, prng: Prng): boolean {
  const { nodeCount, offsets, ends, outFlows, inFlows, flows } = graph;
  const [enters, exits, inside, outTo, inFrom] = [0, 1, 2, 3, 4].map(() => new Float64Array(nodeCount));
  for (let u = 0; u < nodeCount; u++) {
    inside[labels[u]] += flows[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (labels[ends[arc]] === labels[u]) continue;
      exits[labels[u]] += outFlows[arc];
      enters[labels[u]] += inFlows[arc];
    }
  }
  let entering = enters.reduce((sum, enter) => sum + enter, 0);
  const termOf = (enter: number, exit: number, flow: number) =>
    entropy(exit + flow) - entropy(enter) - entropy(exit);
  const order = Uint32Array.from({ length: nodeCount }, (_, u) => u);
  let moved = false;
  for (let gained = Infinity; gained > GAIN_MIN; ) {
    gained = 0;
    for (const u of prng.shuffle(order)) {
      const from = labels[u];
      const near: number[] = [];
      const isNear = new Set([from]);
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const m = labels[ends[arc]];
        if (!isNear.has(m)) {
          isNear.add(m);
          near.push(m);
        }
        outTo[m] += outFlows[arc];
        inFrom[m] += inFlows[arc];
      }
      // the module left behind: what flowed within it now crosses its border
      const back = outTo[from] + inFrom[from];
      const enterLeft = Math.max(0, enters[from] - graph.enters[u] + back);
      const exitLeft = Math.max(0, exits[from] - graph.exits[u] + back);
      const flowLeft = Math.max(0, inside[from] - flows[u]);
      const before = termOf(enters[from], exits[from], inside[from]);
      const left = termOf(enterLeft, exitLeft, flowLeft);
      let best = from;
      let bestGain = GAIN_MIN;
      let [bestEnter, bestExit, bestEntering] = [0, 0, 0];
      for (const m of near) {
        const across = outTo[m] + inFrom[m];
        const enter = Math.max(0, enters[m] + graph.enters[u] - across);
        const exit = Math.max(0, exits[m] + graph.exits[u] - across);
        const nextEntering = Math.max(0, entering - enters[from] - enters[m] + enterLeft + enter);
        const gain =
          entropy(entering) -
          entropy(nextEntering) +
          before -
          left +
          termOf(enters[m], exits[m], inside[m]) -
          termOf(enter, exit, inside[m] + flows[u]);
        if (gain <= bestGain) continue;
        best = m;
        bestGain = gain;
        [bestEnter, bestExit, bestEntering] = [enter, exit, nextEntering];
      }
      for (const m of isNear) {
        outTo[m] = 0;
        inFrom[m] = 0;
      }
      if (best === from) continue;
      moved = true;
      gained += bestGain;
      labels[u] = best;
      entering = bestEntering;
      enters[from] = enterLeft;
      exits[from] = exitLeft;
      inside[from] = flowLeft;
      enters[best] = bestEnter;
      exits[best] = bestExit;
      inside[best] += flows[u];
    }
  }
  return moved;
}

/** Where no division is worth its telling, all nodes that are visited are one module. */
function preferOneModule(graph: FlowGraph, labels: Uint32Array): void {
  const first = graph.flows.findIndex((flow) => flow > 0);
  const one = labels.map((_, u) => (graph.flows[u] > 0 || graph.exits[u] > 0 ? first : u));
  if (first >= 0 && codeLengthOf(graph, one) < codeLengthOf(graph, labels) - GAIN_MIN) labels.set(one);
}
