/**
 * The graphs that community detection goes through: first the one at hand, then one whose nodes are communities of
 * the one before, and so on. Two places for them, of which each level takes the one that the level below does not
 * lie in, and arrays as long as the first level wants them, are reserved at once, so that nothing fails on the way.
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, step, stepInOrder } from "../../kernels/runtime/steps.js";
import { openSymmetrized, symmetrizeSteps } from "../shared/arcs/symmetrized-kernel.js";
import { arcWeightSteps, arcWeightsSizeBytes, modularitySizeBytes } from "./modularity-kernel.js";

/** Addresses of arcs and their weights; weights at address 0 are all 1. Self-loops may be among the arcs. */
export interface CoarseGraph {
  readonly nodeCount: number;
  readonly offsets: number;
  readonly ends: number;
  readonly weights: number;
  /** The weight that leaves each node; that enters it if the graph is directed. */
  readonly leaving: Float64Array;
  readonly entering: Float64Array | undefined;
}

interface CoarseGraphPlace {
  readonly offsets: Uint32Array;
  readonly ends: number;
  readonly weights: number;
  readonly leaving: Float64Array;
  readonly entering: Float64Array | undefined;
}

/** All levels together. */
export interface Coarsening {
  readonly scratch: Scratch;
  readonly first: CoarseGraph;
  /** The weights of the arcs that leave each node of the first level, as `modularitySteps` takes them. */
  readonly outWeights: number;
  /** The weight of all arcs. */
  readonly total: number;
  /** Whether all weights are whole numbers below 2^31, as they are where edges have none of their own. */
  readonly isWhole: boolean;
  readonly places: readonly [CoarseGraphPlace, CoarseGraphPlace];
  /** Words per node for temporary use, in one step or two. */
  readonly words: readonly [Uint32Array, Uint32Array, Uint32Array];
  readonly state: Uint32Array;
  /** 32 words. */
  readonly workspace: number;
}

/** Scratch for the levels of a graph, and `sizeBytes` besides. */
export function openCoarsening(
  csr: FrozenCsr,
  edgeWeights: Float64Array | undefined,
  sizeBytes: number,
): Scratch | undefined {
  const { nodeCount, arcCount, directed } = csr;
  const symmetrizedCount = directed ? arcCount * 2 : arcCount;
  const strengths = nodeCount * (directed ? 16 : 8);
  const places = 2 * (symmetrizedCount * 12 + nodeCount * 4 + 4 + strengths);
  const weights = arcWeightsSizeBytes(csr, edgeWeights) * (directed ? 4 : 1);
  const words = nodeCount * 12 + 16 + 128;
  const ownBytes = places + strengths + weights + words + modularitySizeBytes(csr);
  return openSymmetrized(csr, ownBytes + sizeBytes, edgeWeights !== undefined);
}

/** The first level, in scratch from `openLevels`. O(nodes + arcs). */
export function* coarseningSteps(
  csr: FrozenCsr,
  edgeWeights: Float64Array | undefined,
  scratch: Scratch,
): Generator<Step, Coarsening, void> {
  const { nodeCount, directed } = csr;
  const { offsets, ends, edges, arcCount } = yield* symmetrizeSteps(csr, scratch, edgeWeights !== undefined);
  const weights = yield* arcWeightSteps(csr, edges ?? 0, arcCount, edgeWeights, scratch);
  const [out, into] = [csr.out.place!, csr.in.place!];
  const leaving = scratch.float64(nodeCount);
  const entering = directed ? scratch.float64(nodeCount) : undefined;
  const outWeights = directed
    ? yield* arcWeightSteps(csr, out.edges, csr.arcCount, edgeWeights, scratch)
    : weights;
  yield step(scratch, "sumArcs", nodeCount, {
    offsets: out.offsets,
    weights: outWeights,
    strengths: leaving,
  });
  if (entering !== undefined) {
    const inWeights = yield* arcWeightSteps(csr, into.edges, csr.arcCount, edgeWeights, scratch);
    yield step(scratch, "sumArcs", nodeCount, {
      offsets: into.offsets,
      weights: inWeights,
      strengths: entering,
    });
  }
  let total = 0;
  for (let u = 0; u < nodeCount; u++) total += leaving[u];
  const place = (): CoarseGraphPlace => ({
    offsets: scratch.uint32(nodeCount + 1),
    ends: scratch.uint32(arcCount).byteOffset,
    weights: scratch.float64(arcCount).byteOffset,
    leaving: scratch.float64(nodeCount),
    entering: directed ? scratch.float64(nodeCount) : undefined,
  });
  const wordsOf = () => scratch.uint32(nodeCount + 1);
  return {
    scratch,
    first: { nodeCount, offsets, ends, weights, leaving, entering },
    outWeights,
    total,
    isWhole: edgeWeights === undefined,
    places: [place(), place()],
    words: [wordsOf(), wordsOf(), wordsOf()],
    state: scratch.uint32(1),
    workspace: scratch.uint32(32).byteOffset,
  };
}

/** Numbers labels 0 to count - 1 in the order of their first occurrence; returns the count. */
export function* renumberSteps(
  { scratch, words: [numbers], state }: Coarsening,
  labels: Uint32Array,
): Generator<Step, number, void> {
  numbers.fill(0, 0, labels.length);
  state[0] = 0;
  yield stepInOrder(scratch, "renumberLabels", labels.length, { labels, numbers, state });
  return state[0];
}

/** The graph whose nodes are the communities 0 .. count - 1 of a level. O(nodes + arcs). */
export function* mergeSteps(
  coarsening: Coarsening,
  level: CoarseGraph,
  labels: Uint32Array,
  count: number,
): Generator<Step, CoarseGraph, void> {
  const { scratch, places, words } = coarsening;
  const { nodeCount } = level;
  const place = places[0].offsets.byteOffset === level.offsets ? places[1] : places[0];
  const [starts, cursors, members] = words;
  // the communities' strengths and sizes
  const sum = (from: Float64Array, to: Float64Array, sizes: number) => {
    to.fill(0, 0, count);
    return stepInOrder(scratch, "sumStrengths", nodeCount, { labels, strengths: from, sums: to, sizes });
  };
  cursors.fill(0, 0, count);
  yield sum(level.leaving, place.leaving, cursors.byteOffset);
  if (level.entering !== undefined && place.entering !== undefined)
    yield sum(level.entering, place.entering, 0);
  // their members
  starts[0] = 0;
  for (let c = 0; c < count; c++) {
    starts[c + 1] = starts[c] + cursors[c];
    cursors[c] = starts[c];
  }
  yield stepInOrder(scratch, "placeMembers", nodeCount, { labels, cursors, members });
  // their arcs; cursors are done with
  cursors.fill(0, 0, count);
  place.offsets[0] = 0;
  const { offsets, ends, weights } = level;
  const lists = { memberOffsets: starts, members, places: cursors, workspace: coarsening.workspace };
  const merged = { mergedOffsets: place.offsets, mergedEnds: place.ends, mergedWeights: place.weights };
  yield stepInOrder(scratch, "mergeArcs", count, { offsets, ends, weights, labels, ...lists, ...merged });
  return {
    nodeCount: count,
    offsets: place.offsets.byteOffset,
    ends: place.ends,
    weights: place.weights,
    leaving: place.leaving.subarray(0, count),
    entering: place.entering?.subarray(0, count),
  };
}
