// What benchmarks/algorithm-kernels.mjs runs: each case takes a frozen graph, with a place for kernels or without,
// and a number of threads, and says when two answers are the same.

import { dijkstraTree } from "../../build/algorithms/dijkstra.js";
import { hopsFrom } from "../../build/algorithms/hops.js";
import { componentSteps } from "../../build/kernels/components.js";
import { hopSteps, waysOf } from "../../build/kernels/hops.js";
import { pathSteps } from "../../build/kernels/paths.js";
import { rankSteps } from "../../build/kernels/ranks.js";
import { runSteps } from "../../build/kernels/run-steps.js";
import { drawer } from "../shared/measure.mjs";

/** Throws unless two arrays hold the same numbers. */
function sameArrays(a, b) {
  if (a.length !== b.length) throw new Error("answers of different lengths");
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) throw new Error(`the answers differ at ${i}`);
}

function hops(csr, threads) {
  const found = runSteps(hopSteps(waysOf(csr, false), [1], Infinity), threads);
  if (found !== undefined) return found;
  const loop = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(csr.out, [1], loop, new Uint32Array(csr.nodeCount));
  return loop;
}

function ranks(csr, threads) {
  const { offsets } = csr.out;
  const shares = Float64Array.from({ length: csr.nodeCount }, (_, u) =>
    offsets[u + 1] === offsets[u] ? 0 : 1 / (offsets[u + 1] - offsets[u]),
  );
  const fixed = { weights: undefined, jumps: undefined, damping: 0.85, tolerance: 0, maxIterations: 20 };
  return runSteps(rankSteps({ ...fixed, arcs: csr.in, shares, tick: () => undefined }), threads).ranks;
}

/** Distances from node 1, or these and the tree. */
const paths = (weights, withTree) => (csr, threads) => {
  const input = { ways: waysOf(csr, false), weights, sources: [1], distanceMax: Infinity, withTree };
  const found = runSteps(pathSteps({ ...input, tick: () => undefined }), threads);
  return found ?? dijkstraTree(csr, csr.out, weights, [1]);
};

function sameDistances(a, b) {
  sameArrays(a.distances, b.distances);
}

function sameTrees(a, b) {
  sameArrays(a.distances, b.distances);
  sameArrays(a.predecessors, b.predecessors);
  sameArrays(a.edges, b.edges);
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
    { name: "distances, whole weights", run: paths(whole, false), same: sameDistances },
    { name: "distances, real weights", run: paths(real, false), same: sameDistances },
    { name: "paths, whole weights", run: paths(whole, true), same: sameTrees },
    { name: "paths, real weights, directed", run: paths(real, true), same: sameTrees, directed: true },
    { name: "PageRank, 20 rounds", run: ranks, same: sameArrays },
    { name: "PageRank, 20 rounds, directed", run: ranks, same: sameArrays, directed: true },
  ];
}
