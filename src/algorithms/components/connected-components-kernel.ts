/**
 * Weakly connected components by disjoint sets: the label of each node is the smallest index in its component, so the
 * labels do not depend on the order of the edges. Sets are united by Rem's algorithm with splicing: Patwary, Blair and
 * Manne 2010. A search mostly finds the giant component, whose nodes then need no further work; where it does not, two
 * arcs a node do (Afforest: Sutton, Ben-Nun and Barak 2018).
 */

import type { CsrHalf, CsrPlace, FrozenCsr } from "../../kernels/core/csr.js";
import { runSteps } from "../../kernels/runtime/run-steps.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Steps, step } from "../../kernels/runtime/steps.js";
import { nodesStep, searchSizeBytes, searchSteps, setsStep } from "../traversal/hops-kernel.js";

/**
 * The component of each node, named by its smallest node, from a frozen graph. O(n + m) in practice; needs a word a node
 * besides the result.
 */
export function componentsOfCsr(csr: FrozenCsr): Uint32Array {
  return runSteps(componentSteps(csr));
}

/** The same as steps. */
export function* componentSteps(csr: FrozenCsr): Steps<Uint32Array> {
  const { place, offsets, ends } = csr.out;
  const scratch = openScratch(place?.arena, csr.nodeCount * 4 + searchSizeBytes(csr.nodeCount));
  if (place === undefined || scratch === undefined) return uniteArcsWithLoops(csr.nodeCount, offsets, ends);
  try {
    return yield* uniteSteps(csr, place, scratch);
  } finally {
    scratch.release();
  }
}

/** A search from a node with many arcs finds the giant component, if there is one; sets find the others. */
function* uniteSteps(csr: FrozenCsr, { offsets, ends }: CsrPlace, scratch: Scratch): Steps<Uint32Array> {
  const { nodeCount, arcCount, directed, out } = csr;
  const labels = scratch.uint32(nodeCount).fill(NO_NODE);
  const parents = labels.byteOffset;
  const depths = new Int32Array(labels.buffer, parents, nodeCount);
  const nameRoots = nodesStep(step(scratch, "nameRoots", nodeCount, { parents }), arcCount);
  const unite = (fromPlace: number, toPlace: number, skipped: number) =>
    nodesStep(
      step(scratch, "uniteArcs", nodeCount, { parents, offsets, ends, fromPlace, toPlace, skipped }),
      arcCount,
    );
  const ways = { along: out, back: directed ? undefined : out };
  // the choice of the node changes the time, not the result
  const sources = nodeCount === 0 ? [] : [busyNodeOf(out)];
  const { seen, leftCount, isWhole } = yield* searchSteps(ways, scratch, depths, sources, GIANT_HOPS_LIMIT);
  const root = Math.max(
    0,
    depths.findIndex((depth) => depth >= 0),
  );
  yield nodesStep(step(scratch, "setsOfFound", nodeCount, { parents, root }), arcCount);
  if (directed ? isWhole : leftCount < nodeCount / 2) {
    // arcs of nodes that were found lead to others that were, or are listed at their other ends as well
    const rest = step(scratch, "uniteUnseen", seen.length, { parents, offsets, ends, seen });
    yield setsStep(rest, arcCount);
  } else if (directed) {
    yield unite(0, ALL_PLACES, NO_NODE);
  } else {
    yield unite(0, 1, NO_NODE);
    yield unite(1, 2, NO_NODE);
    yield nameRoots;
    yield unite(2, ALL_PLACES, commonestLabel(labels));
  }
  yield nameRoots;
  return labels.slice();
}

/** Giant components have short ways, and others are not worth a search. */
export const GIANT_HOPS_LIMIT = 32;

/** The node with the most arcs in a sample at even distances, which is good to search from. */
export function busyNodeOf({ offsets }: CsrHalf): number {
  const nodeCount = offsets.length - 1;
  const step = Math.max(1, Math.floor(nodeCount / 1024));
  let busiest = 0;
  for (let u = 0; u < nodeCount; u += step) {
    if (offsets[u + 1] - offsets[u] > offsets[busiest + 1] - offsets[busiest]) busiest = u;
  }
  return busiest;
}

const NO_NODE = 0xffff_ffff;
const ALL_PLACES = 0xffff_ffff;

/** The most frequent label in a sample at even distances; the choice changes the time, not the result. */
function commonestLabel(labels: Uint32Array): number {
  const step = Math.max(1, Math.floor(labels.length / 1024));
  const counts = new Map<number, number>();
  let commonest = NO_NODE;
  let most = 0;
  for (let u = 0; u < labels.length; u += step) {
    const count = (counts.get(labels[u]) ?? 0) + 1;
    counts.set(labels[u], count);
    if (count > most) {
      most = count;
      commonest = labels[u];
    }
  }
  return commonest;
}

/** The loop in TypeScript over a CSR; exported for its test. */
export function uniteArcsWithLoops(nodeCount: number, offsets: Uint32Array, ends: Uint32Array): Uint32Array {
  const parents = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) parents[u] = u;
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) unite(parents, u, ends[arc]);
  }
  for (let u = 0; u < nodeCount; u++) parents[u] = parents[parents[u]];
  return parents;
}

/** Climbs from whichever has the larger parent, pointing it at the smaller one, until they meet. */
function unite(parents: Uint32Array, a: number, b: number): void {
  let u = a;
  let v = b;
  let pu = parents[u];
  let pv = parents[v];
  while (pu !== pv) {
    if (pu > pv) {
      parents[u] = pv;
      if (pu === u) return;
      u = pu;
      pu = parents[u];
    } else {
      parents[v] = pu;
      if (pv === v) return;
      v = pv;
      pv = parents[v];
    }
  }
}
