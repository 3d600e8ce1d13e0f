/**
 * The memory of a power iteration: its vectors, the weights of arcs, and the product of a matrix and a vector, by the
 * kernel of kernels/assembly/centrality/power-step.ts or by the loop of power-step.ts, which give the same bits.
 */
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Steps, step } from "../../kernels/runtime/steps.js";
import type { Arcs } from "../shared/arcs/direction.js";
import { multiply } from "./power-step.js";

export interface PowerMemory {
  /** Vectors of zeros, a number for each node. They are gone after the run. */
  readonly vectors: readonly Float64Array[];
  /** The product of the matrix of given arcs and `values`, both of this memory, into `sums`. */
  readonly multiplySteps: (arcs: Arcs, values: Float64Array, sums: Float64Array) => Steps<void>;
}

export interface PowerInput {
  readonly nodeCount: number;
  /** The arcs of each matrix. */
  readonly matrices: readonly Arcs[];
  /** By edge; all 1 if undefined. */
  readonly weights: Float64Array | undefined;
  readonly vectorCount: number;
}

/** Runs rounds with memory for them. Weights are gathered in the order of arcs first: they are read in each round. */
export function* powerSteps<T>(input: PowerInput, rounds: (memory: PowerMemory) => Steps<T>): Steps<T> {
  const scratch = openPowerScratch(input);
  try {
    return yield* rounds(scratch === undefined ? plainMemory(input) : yield* scratchMemory(input, scratch));
  } finally {
    scratch?.release();
  }
}

/** Scratch for all arrays; undefined where matrices do not lie in one memory of kernels. */
function openPowerScratch({ nodeCount, matrices, weights, vectorCount }: PowerInput): Scratch | undefined {
  const arenas = new Set(matrices.map(({ place }) => place?.arena));
  if (arenas.size !== 1) return undefined;
  let weightCount = 0;
  if (weights !== undefined) {
    weightCount = weights.length;
    for (const { ends } of new Set(matrices)) weightCount += ends.length;
  }
  return openScratch([...arenas][0], (nodeCount * vectorCount + weightCount) * 8);
}

function* scratchMemory(
  { nodeCount, matrices, weights, vectorCount }: PowerInput,
  scratch: Scratch,
): Steps<PowerMemory> {
  const vectors = Array.from({ length: vectorCount }, () => scratch.float64(nodeCount).fill(0));
  const values = weights && scratch.copyNumbers(weights);
  const weightsOf = new Map<Arcs, Float64Array>();
  for (const arcs of values === undefined ? [] : new Set(matrices)) {
    const gathered = scratch.float64(arcs.ends.length);
    yield step(scratch, "gatherNumbers", gathered.length, { values, positions: arcs.place!.edges, gathered });
    weightsOf.set(arcs, gathered);
  }
  function* multiplySteps(arcs: Arcs, from: Float64Array, sums: Float64Array): Steps<void> {
    const { offsets, ends } = arcs.place!;
    const named = { offsets, ends, weights: weightsOf.get(arcs), values: from, sums };
    yield step(scratch, "multiplyArcs", nodeCount, named);
  }
  return { vectors, multiplySteps };
}

function plainMemory({ nodeCount, matrices, weights, vectorCount }: PowerInput): PowerMemory {
  const vectors = Array.from({ length: vectorCount }, () => new Float64Array(nodeCount));
  const weightsOf = new Map<Arcs, Float64Array>();
  if (weights !== undefined) {
    for (const arcs of new Set(matrices)) {
      const gathered = new Float64Array(arcs.edges.length);
      for (let arc = 0; arc < gathered.length; arc++) gathered[arc] = weights[arcs.edges[arc]];
      weightsOf.set(arcs, gathered);
    }
  }
  // biome-ignore lint/correctness/useYield: there are no steps where there is no kernel
  function* multiplySteps(arcs: Arcs, from: Float64Array, sums: Float64Array): Steps<void> {
    multiply(arcs, weightsOf.get(arcs), from, sums);
  }
  return { vectors, multiplySteps };
}
