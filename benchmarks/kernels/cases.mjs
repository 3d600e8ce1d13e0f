// What benchmarks/algorithm-kernels.mjs runs: each case takes a frozen graph, with a place for kernels or without,
// and a number of threads, and says when two answers are the same.

import { hopsFrom } from "../../build/algorithms/hops.js";
import { componentSteps } from "../../build/kernels/components.js";
import { hopSteps, waysOf } from "../../build/kernels/hops.js";
import { rankSteps } from "../../build/kernels/ranks.js";
import { runSteps } from "../../build/kernels/run-steps.js";

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

export function cases() {
  const components = (csr, threads) => runSteps(componentSteps(csr), threads);
  return [
    { name: "components", run: components, same: sameArrays },
    { name: "components, directed", run: components, same: sameArrays, directed: true },
    { name: "hops", run: hops, same: sameArrays },
    { name: "hops, directed", run: hops, same: sameArrays, directed: true },
    { name: "PageRank, 20 rounds", run: ranks, same: sameArrays },
    { name: "PageRank, 20 rounds, directed", run: ranks, same: sameArrays, directed: true },
  ];
}
