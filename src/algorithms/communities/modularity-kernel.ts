/**
 * The modularity of a division by kernels, straight from a graph's arcs: what lies within communities needs the arcs
 * that leave each node alone, so a directed graph's other half is ignored.
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, step, stepInOrder } from "../../kernels/runtime/steps.js";

/** Bytes of scratch that `arcWeightSteps` takes for a graph and the weights of its edges, if it has any. */
export function arcWeightsSizeBytes(csr: FrozenCsr, edgeWeights: Float64Array | undefined): number {
  return edgeWeights === undefined ? 0 : (csr.edgeCount + csr.arcCount) * 8;
}

/** The address of the weights of a half's arcs, float64; 0, for kernels, if all are 1. */
export function* arcWeightSteps(
  csr: FrozenCsr,
  edges: number,
  arcCount: number,
  edgeWeights: Float64Array | undefined,
  scratch: Scratch,
): Generator<Step, number, void> {
  if (edgeWeights === undefined) return 0;
  const given = scratch.float64(csr.edgeCount);
  given.set(edgeWeights);
  const weights = scratch.float64(arcCount).byteOffset;
  yield step(scratch, "weighArcs", arcCount, { edges, edgeWeights: given, weights });
  return weights;
}

/** The arrays for computing modularity. */
export interface ModularityWorkspace {
  readonly leaving: Float64Array;
  /** The same array if the graph is undirected. */
  readonly entering: Float64Array;
  readonly sums: Float64Array;
}

/** Bytes of scratch that `modularityRoom` takes. */
export function modularitySizeBytes({ nodeCount }: FrozenCsr): number {
  return nodeCount * 16 + 16;
}

export function modularityWorkspace(
  { nodeCount, directed }: FrozenCsr,
  scratch: Scratch,
): ModularityWorkspace {
  const leaving = scratch.float64(nodeCount);
  const entering = directed ? scratch.float64(nodeCount) : leaving;
  return { leaving, entering, sums: scratch.float64(2) };
}

/**
 * The modularity of a division by labels below the number of nodes; 0 of a graph without weight. `weights` are at
 * the address that `arcWeightSteps` gave for the arcs that leave each node.
 */
export function* modularitySteps(
  { nodeCount, directed, out }: FrozenCsr,
  weights: number,
  labels: Uint32Array,
  resolution: number,
  { leaving, entering, sums }: ModularityWorkspace,
  scratch: Scratch,
): Generator<Step, number, void> {
  for (const array of [leaving, entering, sums]) array.fill(0);
  const { offsets, ends } = out.place!;
  const into = directed ? entering : undefined;
  yield stepInOrder(scratch, "tallyWeights", nodeCount, {
    offsets,
    ends,
    weights,
    labels,
    leaving,
    entering: into,
    sums,
  });
  const [within, total] = sums;
  if (total === 0) return 0;
  let byChance = 0;
  for (let c = 0; c < nodeCount; c++) byChance += (leaving[c] / total) * (entering[c] / total);
  return within / total - resolution * byChance;
}
