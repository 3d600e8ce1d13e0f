/**
 * Triangles by kernels where all nodes have few arcs: from the lists as they are, so that the first call has nothing to
 * build. See kernels/assembly/structure/sparse-triangles.ts.
 */
import type { FrozenCsr } from "../../../kernels/core/csr.js";
import { openScratch } from "../../../kernels/runtime/scratch.js";
import { type Steps, step, stepInOrder } from "../../../kernels/runtime/steps.js";
import { stepsInEqualParts } from "../equal-parts.js";
import type { TriangleCounts } from "./triangle-counts.js";

/** Arcs a node, on average and at most: with more of them lists that are oriented first take less. */
const AVERAGE_MAX = 8;
const DEGREE_MAX = 16;

/**
 * Counts triangles; undefined where some node has many arcs or there are no kernels.
 *
 * @param withDegrees whether distinct neighbors are counted too.
 * @param tick called now and then with the number of nodes done.
 */
export function* sparseTriangleSteps(
  { nodeCount, arcCount, directed, out }: FrozenCsr,
  withDegrees: boolean,
  threadCount: number,
  tick: (done: number) => void,
): Steps<TriangleCounts | undefined> {
  // lists are read up to three words beyond their ends, where those of edges are
  if (directed || arcCount > nodeCount * AVERAGE_MAX || arcCount < 4) return undefined;
  const { place } = out;
  const scratch = openScratch(place?.arena, nodeCount * (withDegrees ? 8 : 4) + 8);
  if (scratch === undefined || place === undefined) return undefined;
  try {
    const { offsets, ends } = place;
    const degreeMax = scratch.uint32(1).fill(0);
    yield stepInOrder(scratch, "findDegreeMax", nodeCount, { offsets, degreeMax });
    if (degreeMax[0] > DEGREE_MAX) return undefined;
    const total = scratch.uint32(1).fill(0);
    const counts = scratch.uint32(nodeCount).fill(0);
    const isAlone = threadCount === 1 ? 1 : 0;
    const named = { offsets, ends, counts, total, isAlone };
    yield* stepsInEqualParts(step(scratch, "countSparseTriangles", nodeCount, named), tick);
    const degrees = scratch.uint32(withDegrees ? nodeCount : 0);
    if (withDegrees) yield step(scratch, "countFewNeighbors", nodeCount, { offsets, ends, degrees });
    return {
      // pages of zeros that nobody writes to take no memory, and no time
      counts: total[0] === 0 ? new Float64Array(nodeCount) : new Float64Array(counts),
      total: total[0],
      degrees: degrees.slice(),
    };
  } finally {
    scratch.release();
  }
}
