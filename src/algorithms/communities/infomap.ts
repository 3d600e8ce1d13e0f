/**
 * Communities by the map equation: the partition by which the path of a random walker is described in the fewest
 * bits. Rosvall and Bergstrom 2008, "Maps of random walks on complex networks reveal community structure"; two
 * levels, found by the core algorithm of Edler, Bohlin and Rosvall 2017, "Mapping higher-order network flows in
 * memory and multilayer networks with Infomap": nodes are moved, then modules, then alternately single nodes and
 * parts of modules.
 */
import { Prng } from "../../structures/prng.js";
import type { GraphView } from "../../view.js";
import { checkInteger, checkRunOptions, checkSeed, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { Communities, namesOf, renumber } from "./communities.js";
import { aggregateFlow, type FlowGraph, flowGraphOf } from "./flow-graph.js";
import { codeLengthOf, GAIN_MIN, moveNodesByFlow } from "./map-equation.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";

export interface InfomapOptions extends RunOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** The order in which nodes are looked at follows from it: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
  /** The maximum number of rounds, each of which starts from the division of the one before. Defaults to 10. */
  readonly maxIterations?: number;
  /** The number of trials, of which the best is returned. Defaults to 1. */
  readonly trials?: number;
}

/** For each node its module, named by the smallest id of the nodes in it. */
export class Modules extends Communities {
  /** The number of bits that describe a step of the walker. */
  readonly codeLength: number;

  constructor(ids: Uint32Array, values: Uint32Array, modularity: number, codeLength: number) {
    super(ids, values, modularity);
    this.codeLength = codeLength;
  }
}

/**
 * Divides the nodes of a view into modules in which a random walker stays long. In a directed graph it follows arcs
 * in their direction and sometimes teleports, as in PageRank with a damping of 0.85; teleports are not recorded.
 *
 * Time: O(edges) a pass, in practice few passes; space: O(nodes + edges). Deterministic for a seed. An empty graph
 * has no modules; a node without edges is one by itself, and so are all without weight. Parallel edges add up, a
 * self-loop keeps the walker where it is.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const { count, codeLength } = infomap(graph);
 */
export function infomap(view: GraphView, options: InfomapOptions = {}): Modules {
  checkView(view);
  checkRunOptions(options, ["weight", "seed", "maxIterations", "trials"]);
  const { seed = 0, maxIterations = 10, trials = 1 } = options;
  checkSeed(seed);
  checkInteger("maxIterations", maxIterations, 1);
  checkInteger("trials", trials, 1);
  const weights = unitlessWeightsOf(view, options.weight, "products");
  const csr = view.csr();
  const graph = flowGraphOf(view, weights, options);
  const tick = watch(options, trials * maxIterations);
  const prng = new Prng(seed);
  let labels = singles(csr.nodeCount);
  let codeLength = 0;
  for (let trial = 0; graph !== undefined && trial < trials; trial++) {
    const done = trial * maxIterations;
    const found = divide(graph, prng, maxIterations, (iteration) => tick(done + iteration));
    const length = codeLengthOf(graph, found);
    if (trial > 0 && length >= codeLength - GAIN_MIN) continue;
    labels = found;
    codeLength = length;
  }
  tick(trials * maxIterations);
  return new Modules(
    csr.nodeIds,
    namesOf(csr.nodeIds, labels),
    modularityOf(modularityGraphOf(csr, weights), labels, 1),
    codeLength,
  );
}

function singles(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, u) => u);
}

/** The module of each node, as a number below the number of nodes. */
function divide(
  graph: FlowGraph,
  prng: Prng,
  maxIterations: number,
  tick: (iteration: number) => void,
): Uint32Array {
  const labels = singles(graph.nodeCount);
  for (let iteration = 1, improves = true; improves && iteration <= maxIterations; iteration++) {
    const look = () => tick(iteration - 1);
    improves = improve(graph, labels, prng, look);
    improves = improveByParts(graph, labels, prng, look) || improves;
    tick(iteration);
  }
  preferOneModule(graph, labels);
  return labels;
}

/** Moves nodes, then modules, then modules of those; true if there was anything to move. */
function improve(graph: FlowGraph, labels: Uint32Array, prng: Prng, look: () => void): boolean {
  return climb(graph, singles(graph.nodeCount), labels.slice(), labels, prng, look);
}

/** The same with parts of modules in place of nodes: what holds together most, so that it can move together. */
function improveByParts(graph: FlowGraph, labels: Uint32Array, prng: Prng, look: () => void): boolean {
  const parts = singles(graph.nodeCount);
  if (!moveNodesByFlow(graph, parts, prng, labels)) return false;
  const count = renumber(parts);
  const modules = labels.slice();
  renumber(modules);
  const moduleOf = new Uint32Array(count);
  for (let u = 0; u < parts.length; u++) moduleOf[parts[u]] = modules[u];
  return climb(aggregateFlow(graph, parts, count), parts, moduleOf, labels, prng, look);
}

/**
 * Moves the nodes of a level, and makes of its modules the nodes of the next, until nothing moves; true if anything did.
 *
 * @param places where each node of the graph is in the level; written to.
 * @param modules the module of each node of the level; written to.
 * @param labels the module of each node of the graph, to be replaced if one moves.
 */
function climb(
  graph: FlowGraph,
  places: Uint32Array,
  modules: Uint32Array,
  labels: Uint32Array,
  prng: Prng,
  look: () => void,
): boolean {
  let level = graph;
  let levelModules = modules;
  let improved = false;
  while (moveNodesByFlow(level, levelModules, prng)) {
    improved = true;
    look();
    const count = renumber(levelModules);
    for (let u = 0; u < places.length; u++) places[u] = levelModules[places[u]];
    level = aggregateFlow(level, levelModules, count);
    levelModules = singles(count);
  }
  if (improved) labels.set(places);
  return improved;
}

/** If no partition shortens the description, all visited nodes are one module. */
function preferOneModule(graph: FlowGraph, labels: Uint32Array): void {
  const first = graph.flows.findIndex((flow) => flow > 0);
  const one = labels.map((_, u) => (graph.flows[u] > 0 || graph.exits[u] > 0 ? first : u));
  if (first >= 0 && codeLengthOf(graph, one) < codeLengthOf(graph, labels) - GAIN_MIN) labels.set(one);
}
