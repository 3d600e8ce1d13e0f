/**
 * Weakly connected components by disjoint sets: the label of each node is the smallest index in its component, so the
 * labels do not depend on the order of the edges. Sets are united by Rem's algorithm with splicing: Patwary, Blair and
 * Manne 2010. A search mostly finds the giant component, whose nodes then need no further work; where it does not, some
 * arcs of each node do (Afforest: Sutton, Ben-Nun and Barak 2018), or each edge once where there are few.
 */

import type { CsrHalf, CsrPlace, FrozenCsr } from "../../kernels/core/csr.js";
import { runSteps } from "../../kernels/runtime/run-steps.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step } from "../../kernels/runtime/steps.js";
import { THREADS_MAX } from "../../kernels/runtime/threads.js";
import { nodesStep, searchSizeBytes, searchSteps, setsStep } from "../traversal/hops-kernel.js";

/**
 * The component of each node, named by its smallest node, from a frozen graph. O(n + m) in practice; needs a word a node
 * besides the result.
 */
export function componentsOfCsr(csr: FrozenCsr): Uint32Array {
  return runSteps(componentSteps(csr, 1));
}

/** The same as steps, for up to so many threads. */
export function* componentSteps(csr: FrozenCsr, threadCount = THREADS_MAX): Steps<Uint32Array> {
  const { place, offsets, ends } = csr.out;
  const scratch = openScratch(place?.arena, csr.nodeCount * 4 + searchSizeBytes(csr.nodeCount));
  if (place === undefined || scratch === undefined) return uniteArcsWithLoops(csr.nodeCount, offsets, ends);
  try {
    return yield* uniteSteps(csr, place, scratch, threadCount === 1);
  } finally {
    scratch.release();
  }
}

function* uniteSteps(
  csr: FrozenCsr,
  { offsets, ends }: CsrPlace,
  scratch: Scratch,
  isAlone: boolean,
): Steps<Uint32Array> {
  const { nodeCount, arcCount, directed, out } = csr;
  const labels = scratch.uint32(nodeCount);
  const parents = labels.byteOffset;
  const named = { parents, offsets, ends, isAlone: isAlone ? 1 : 0 };
  const ofNodes = (whole: Step) => nodesStep(whole, arcCount);
  const nameRoots = ofNodes(step(scratch, "nameRoots", nodeCount, { parents }));
  const uniteArcs = (skipped: number) =>
    ofNodes(step(scratch, "uniteArcs", nodeCount, { ...named, skipped }));
  const uniteBelow = (placeCount: number) =>
    ofNodes(step(scratch, "uniteBelow", nodeCount, { ...named, placeCount }));
  const found = isLocal(out) ? undefined : yield* giantSteps(csr, scratch, labels);
  if (found === undefined) yield ofNodes(step(scratch, "startSets", nodeCount, { parents }));
  if (found?.isEnough) {
    // arcs of nodes that were found lead to others that were, or are listed at their other ends as well
    const { seen } = found;
    yield setsStep(step(scratch, "uniteUnseen", seen.length, { ...named, seen }), arcCount);
  } else if (directed) {
    yield uniteArcs(NO_NODE);
  } else if (arcCount <= nodeCount * FEW_ARCS) {
    yield uniteBelow(ALL_PLACES);
  } else {
    yield uniteBelow(SAMPLED_PLACES);
    yield nameRoots;
    yield uniteArcs(commonestLabel(labels));
  }
  yield nameRoots;
  return labels.slice();
}

/** With up to so many arcs a node, each edge once takes less than a sample and another look at each node: see roads. */
const FEW_ARCS = 6;

/** Half of these arcs lead down, and two arcs a node mostly connect what is connected. */
const SAMPLED_PLACES = 4;

/** The giant component, if there is one, by a search from a node with many arcs: made one set. */
function* giantSteps(
  { nodeCount, arcCount, directed, out }: FrozenCsr,
  scratch: Scratch,
  labels: Uint32Array,
): Steps<{ readonly seen: Uint32Array; readonly isEnough: boolean }> {
  const parents = labels.byteOffset;
  const depths = new Int32Array(labels.buffer, parents, nodeCount).fill(-1);
  const ways = { along: out, back: directed ? undefined : out };
  // the choice of the node changes the time, not the result
  const sources = nodeCount === 0 ? [] : [busyNodeOf(out)];
  const end = yield* searchSteps(ways, scratch, depths, sources, GIANT_HOPS_LIMIT);
  const seen = yield* end.seenSteps();
  yield nodesStep(step(scratch, "setsOfFound", nodeCount, { parents, root: firstOf(seen) }), arcCount);
  return { seen, isEnough: directed ? end.isWhole : end.leftCount < nodeCount / 2 };
}

/**
 * Whether most arcs lead to nodes near by, in a sample at even distances. Sets then stay in the caches, and uniting nodes
 * takes less than a search (pages with locality, 1,000,000 nodes and 6,970,000 edges: 67, 32 ms).
 */
function isLocal({ offsets, ends }: CsrHalf): boolean {
  const nodeCount = offsets.length - 1;
  const step = Math.max(1, Math.floor(nodeCount / 1024));
  const near = Math.min(NEAR_NODES, nodeCount / 16);
  let [nearCount, farCount] = [0, 0];
  for (let u = 0; u < nodeCount; u += step) {
    if (offsets[u] === offsets[u + 1]) continue;
    const end = ends[(offsets[u] + offsets[u + 1]) >>> 1];
    if (Math.abs(end - u) < near) nearCount++;
    else farCount++;
  }
  return nearCount > farCount;
}

/** Words of so many nodes fit into the cache of one core. */
const NEAR_NODES = 2 ** 14;

/** The smallest node of a bitmap. */
function firstOf(bits: Uint32Array): number {
  let i = 0;
  while (i < bits.length && bits[i] === 0) i++;
  return i === bits.length ? 0 : i * 32 + 31 - Math.clz32(bits[i] & -bits[i]);
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
