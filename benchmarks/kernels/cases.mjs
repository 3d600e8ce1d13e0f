// What benchmarks/algorithm-kernels.mjs runs: each case takes a frozen graph, with a place for kernels or without,
// and a number of threads, and says when two answers are the same.

import { dependencySteps } from "../../build/algorithms/centrality/betweenness-centrality-kernel.js";
import { dependencySearch, linksOf } from "../../build/algorithms/centrality/brandes.js";
import { rankSteps } from "../../build/algorithms/centrality/page-rank-kernel.js";
import { powerSteps } from "../../build/algorithms/centrality/power-step-kernel.js";
import { tiledRankSteps } from "../../build/algorithms/centrality/tiled-page-rank-kernel.js";
import { componentSteps } from "../../build/algorithms/components/connected-components-kernel.js";
import { labelStrongComponents } from "../../build/algorithms/components/strongly-connected-components.js";
import { strongLabelSteps } from "../../build/algorithms/components/strongly-connected-components-kernel.js";
import { dijkstraTree } from "../../build/algorithms/paths/dijkstra.js";
import { pathSteps } from "../../build/algorithms/paths/dijkstra-kernel.js";
import { EdgeWeights } from "../../build/algorithms/shared/weights/edge-weights.js";
import { hopSteps, orderedSearchSteps, waysOf } from "../../build/algorithms/traversal/hops-kernel.js";
import { hopsFrom } from "../../build/algorithms/traversal/hops-loops.js";
import { runSteps } from "../../build/kernels/runtime/run-steps.js";
import { drawer } from "../shared/measure.mjs";

/** Throws unless two arrays hold the same numbers. */
function sameArrays(a, b) {
  if (a.length !== b.length) throw new Error("answers of different lengths");
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) throw new Error(`the answers differ at ${i}`);
}

/** The node with the most arcs, which surely leads to others. */
function sourceOf({ nodeCount, out: { offsets } }) {
  let best = 0;
  for (let u = 1; u < nodeCount; u++) {
    if (offsets[u + 1] - offsets[u] > offsets[best + 1] - offsets[best]) best = u;
  }
  return best;
}

function hops(csr, threads) {
  const source = sourceOf(csr);
  const found = runSteps(hopSteps(waysOf(csr, false), [source], Infinity), threads);
  if (found !== undefined) return found;
  const loop = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(csr.out, [source], loop, new Uint32Array(csr.nodeCount));
  return loop;
}

/** Ranks until they are as near as is asked of both ways, the kernel's by tiles where the graph is large. */
function ranks(csr, threads) {
  const common = { arcs: csr.in, teleport: undefined, damping: 0.85, tolerance: 1e-10, maxIterations: 200 };
  const given = { ...common, tick: () => undefined };
  const tiled = runSteps(tiledRankSteps({ ...given, outgoing: csr.out, nodeCount: csr.nodeCount }), threads);
  if (tiled !== undefined) return tiled.ranks;
  const { offsets } = csr.out;
  const inverseOutWeights = Float64Array.from({ length: csr.nodeCount }, (_, u) =>
    offsets[u + 1] === offsets[u] ? 0 : 1 / (offsets[u + 1] - offsets[u]),
  );
  return runSteps(rankSteps({ ...given, weights: undefined, inverseOutWeights }), threads).ranks;
}

/** Distances from one node, or these and the tree. */
const paths = (weights, withTree) => (csr, threads) => {
  const sources = [sourceOf(csr)];
  // kept in the graph's memory from the first call on, as those of an attribute are
  const kept = new EdgeWeights({ column: weights, rows: weights, version: 0 }, () => weights);
  const input = {
    ways: waysOf(csr, false),
    weights: kept,
    sources,
    distanceMax: Infinity,
    withTree,
    threads,
  };
  const found = runSteps(pathSteps({ ...input, tick: () => undefined }), threads);
  return found ?? dijkstraTree(csr, csr.out, weights, sources);
};

function sameDistances(a, b) {
  sameArrays(a.distances, b.distances);
}

function sameTrees(a, b) {
  sameArrays(a.distances, b.distances);
  sameArrays(a.predecessors, b.predecessors);
  sameArrays(a.edges, b.edges);
}

/** The search by a queue, with predecessors: the kernel and the loop of breadthFirstSearch. */
function ordered(csr) {
  const source = sourceOf(csr);
  const found = runSteps(orderedSearchSteps(csr.out, [source], Infinity, () => undefined));
  if (found !== undefined) return found.depths;
  const loop = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(csr.out, [source], loop, new Uint32Array(csr.nodeCount));
  return loop;
}

const strong = (csr, threads) =>
  (
    runSteps(
      strongLabelSteps(csr, () => undefined),
      threads,
    ) ?? labelStrongComponents(csr)
  ).labels;

/** Throws unless two arrays of labels divide alike, whatever the labels are. */
function sameParts(a, b) {
  const numbers = new Map();
  const renamed = a.map((label, i) => {
    if (!numbers.has(label)) numbers.set(label, b[i]);
    return numbers.get(label);
  });
  sameArrays(renamed, b);
  if (new Set(numbers.values()).size !== numbers.size)
    throw new Error("parts of one answer are one in the other");
}

/** Ten products of the matrix and a vector, as in the rounds of eigenvector centrality, Katz centrality and hits. */
const products = (weights) => (csr, threads) => {
  const { nodeCount, out } = csr;
  const input = { nodeCount, matrices: [out], weights, vectorCount: 2 };
  const rounds = function* ({ vectors, multiplySteps }) {
    let [values, next] = vectors;
    values.fill(1 / nodeCount);
    for (let round = 0; round < 10; round++) {
      yield* multiplySteps(out, values, next);
      [values, next] = [next, values];
    }
    return values.slice();
  };
  return runSteps(powerSteps(input, rounds), threads);
};

/** Ten searches of sampled betweenness. */
function betweenness(csr, threadCount) {
  const pivots = Uint32Array.from({ length: 10 }, (_, i) => i * 7 + 1);
  const input = { arcs: csr.out, back: csr.out, pivots, byLink: false, threadCount, tick: () => undefined };
  const sums = runSteps(dependencySteps(input), threadCount);
  if (sums !== undefined) return sums;
  const loop = new Float64Array(csr.nodeCount);
  const search = dependencySearch(linksOf(csr.out, undefined));
  for (const pivot of pivots) {
    const { order, count, dependencies } = search(pivot);
    for (let i = 1; i < count; i++) loop[order[i]] += dependencies[order[i]];
  }
  return loop;
}

/** Throws unless two arrays hold the same numbers but for the rounding of sums. */
function nearArrays(a, b) {
  if (a.length !== b.length) throw new Error("answers of different lengths");
  for (let i = 0; i < a.length; i++) {
    if (!(Math.abs(a[i] - b[i]) <= 1e-9 * Math.abs(b[i]))) throw new Error(`the answers differ at ${i}`);
  }
}

/** Throws unless ranks are as near, all together, as is promised without a tolerance. */
function sameRanks(a, b) {
  if (a.length !== b.length) throw new Error("answers of different lengths");
  const apart = a.reduce((sum, rank, u) => sum + Math.abs(rank - b[u]), 0);
  if (!(apart <= 1e-8)) throw new Error(`the ranks differ by ${apart}`);
}

export function cases({ sources }) {
  const draw = drawer(77);
  const whole = Float64Array.from(sources, () => 1 + draw(100));
  const real = whole.map((weight) => weight + draw(1000) / 1000);
  const components = (csr, threads) => runSteps(componentSteps(csr), threads);
  return [
    { name: "components", run: components, same: sameArrays },
    { name: "components, directed", run: components, same: sameArrays, directed: true },
    { name: "hops", run: hops, same: sameArrays },
    { name: "hops, directed", run: hops, same: sameArrays, directed: true },
    { name: "search in order", run: ordered, same: sameArrays },
    { name: "strong components, directed", run: strong, same: sameParts, directed: true },
    { name: "betweenness, 10 sources", run: betweenness, same: nearArrays },
    { name: "distances, whole weights", run: paths(whole, false), same: sameDistances },
    { name: "distances, real weights", run: paths(real, false), same: sameDistances },
    { name: "paths, whole weights", run: paths(whole, true), same: sameTrees },
    { name: "paths, real weights, directed", run: paths(real, true), same: sameTrees, directed: true },
    { name: "products", run: products(undefined), same: sameArrays },
    { name: "products, weighted", run: products(real), same: sameArrays },
    { name: "PageRank to 1e-10", run: ranks, same: sameRanks },
    { name: "PageRank to 1e-10, directed", run: ranks, same: sameRanks, directed: true },
  ];
}
