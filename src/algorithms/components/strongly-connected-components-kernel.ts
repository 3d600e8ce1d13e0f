/**
 * Strongly connected components over a frozen graph's memory. The giant one, if there is one, is what a node with
 * many arcs leads to and is led to from (forward and backward: Fleischer, Hendrickson and Pınar 2000, "On identifying
 * strongly connected components in parallel"), by searches that threads share. The others are found by one walk, in
 * chunks of arcs: Pearce 2016, "A space-efficient algorithm for finding strongly connected components".
 */

import type { CsrPlace, FrozenCsr } from "../../kernels/core/csr.js";
import { COMPONENT_RANK_MIN } from "../../kernels/layouts/kernel-constants.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { inParts, type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import { searchSizeBytes, searchSteps, setsStep } from "../traversal/hops-kernel.js";
import { busyNodeOf, GIANT_HOPS_LIMIT } from "./connected-components-kernel.js";

/** A number from 0 on for each component. */
export interface StrongComponentLabels {
  readonly labels: Uint32Array;
  readonly count: number;
}

/** Units of the walk a call: arcs looked at and nodes left. */
const UNIT_CHUNK_SIZE = 65536;

/** Giant components have short ways, and others are left to the walk. */
const SWEEPS_MAX = 16;

/** A search that finds a smaller share of the nodes has not found a giant component. */
const GIANT_SHARE = 1 / 8;

/** The component of each node; undefined where there are no kernels. `tick` gets the number of nodes reached. */
export function* strongLabelSteps(
  csr: FrozenCsr,
  tick: (done: number) => void,
): Steps<StrongComponentLabels | undefined> {
  const { nodeCount, arcCount, out } = csr;
  const { place } = out;
  const setCount = Math.ceil(nodeCount / 32);
  const sizeBytes = nodeCount * 17 + setCount * 4 + 64 + searchSizeBytes(nodeCount);
  const scratch = openScratch(place?.arena, sizeBytes);
  if (scratch === undefined || place === undefined) return undefined;
  try {
    const ranks = scratch.uint32(nodeCount);
    const giant = scratch.uint32(setCount);
    const giantCount = yield* giantSteps(csr, place, scratch, ranks, giant);
    const rank = step(scratch, "rankFound", setCount, { found: giant, ranks, nodeCount });
    yield setsStep(rank, arcCount);
    tick(giantCount);
    // a unit for each arc, again for each of a tree, and for each node left
    const unitCount = arcCount + 2 * nodeCount;
    const state = scratch.uint32(5).fill(0);
    state[1] = 0xffff_ffff;
    state[4] = giantCount > 0 ? 1 : 0;
    const [next, parents, waiting] = [0, 1, 2].map(() => scratch.uint32(nodeCount));
    const isRoot = scratch.uint8(nodeCount);
    const { offsets, ends } = place;
    const walk = stepInOrder(scratch, "walkStrongComponents", unitCount, {
      state,
      nodeCount,
      offsets,
      ends,
      ranks,
      next,
      parents,
      waiting,
      isRoot,
    });
    yield* inParts({ ...walk, chunkSize: UNIT_CHUNK_SIZE }, () => tick(giantCount + state[2]));
    const labels = new Uint32Array(nodeCount);
    for (let u = 0; u < nodeCount; u++) labels[u] = ranks[u] - COMPONENT_RANK_MIN;
    return { labels, count: state[4] };
  } finally {
    scratch.release();
  }
}

/**
 * Makes `giant` the bitmap of the component of a node with many arcs, and returns its size, both 0 if it is none of
 * the largest. `words` are as many as nodes, for the length of it.
 */
function* giantSteps(
  { nodeCount, arcCount, out }: FrozenCsr,
  { offsets, ends }: CsrPlace,
  scratch: Scratch,
  words: Uint32Array,
  giant: Uint32Array,
): Steps<number> {
  giant.fill(0);
  if (nodeCount === 0) return 0;
  const pivot = busyNodeOf(out);
  const depths = new Int32Array(words.buffer, words.byteOffset, nodeCount).fill(-1);
  // the nodes it leads to
  const ways = { along: out, back: undefined };
  const end = yield* searchSteps(ways, scratch, depths, [pivot], GIANT_HOPS_LIMIT);
  if (!end.isWhole || nodeCount - end.leftCount < nodeCount * GIANT_SHARE) return 0;
  const seen = yield* end.seenSteps();
  if (nodeCount % 32 > 0) seen[seen.length - 1] &= ~(-1 << (nodeCount % 32));
  // and what of that leads back to it
  giant[pivot >>> 5] = 1 << (pivot & 31);
  const counter = scratch.uint32(1);
  const sweepBack = step(scratch, "sweepBack", giant.length, {
    wanted: seen,
    found: giant,
    offsets,
    ends,
    counter,
  });
  const sweep = setsStep(sweepBack, arcCount);
  let count = 1;
  for (let sweeps = 0; sweeps < SWEEPS_MAX; sweeps++) {
    counter[0] = 0;
    yield sweep;
    count += counter[0];
    if (counter[0] === 0) return count;
  }
  giant.fill(0);
  return 0;
}
