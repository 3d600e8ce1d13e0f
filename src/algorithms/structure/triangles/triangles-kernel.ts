/**
 * Triangles by kernels: arcs are oriented towards the higher degree, so that few nodes have many above them, and
 * common neighbors are found by marking bytes. See kernels/assembly/structure/triangles.ts.
 */
import type { FrozenCsr } from "../../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../../kernels/runtime/scratch.js";
import { type Steps, step } from "../../../kernels/runtime/steps.js";
import {
  layOutWorkspaces,
  type Workspaces,
  workspacesSizeBytes,
  workspaceWords,
} from "../../shared/workspaces.js";
import { stepsInEqualParts } from "../equal-parts.js";
import { type OrientedPlace, orientedSteps } from "./oriented-kernel.js";
import { sparseTriangleSteps } from "./sparse-triangles-kernel.js";
import type { TriangleCounts } from "./triangle-counts.js";

/**
 * Counts triangles; undefined where the loops in TypeScript have to run.
 *
 * @param isWide for directed graphs: a triangle counts for a node once for each direction in which the two others
 *   have an edge.
 * @param threadCount how many threads may take part.
 * @param tick called now and then with the number of nodes done.
 * @param withDegrees whether distinct neighbors are asked for.
 */
export function* triangleSteps(
  csr: FrozenCsr,
  isWide: boolean,
  threadCount: number,
  tick: (done: number) => void,
  withDegrees = true,
): Steps<TriangleCounts | undefined> {
  const sparse = yield* sparseTriangleSteps(csr, withDegrees, threadCount, tick);
  if (sparse !== undefined) return sparse;
  const oriented = yield* orientedSteps(csr, isWide, threadCount);
  if (oriented === undefined) return undefined;
  const { arena } = csr.out.place!;
  const scratch = openScratch(arena, workspacesSizeBytes(threadCount, workspaceSizeBytes(csr.nodeCount)));
  try {
    if (scratch === undefined) return undefined;
    const counts = yield* countSteps(csr.nodeCount, oriented.place, isWide, threadCount, scratch, tick);
    return { counts, degrees: withDegrees ? oriented.place.degrees.slice() : new Uint32Array(0) };
  } finally {
    scratch?.release();
    oriented.release();
  }
}

function* countSteps(
  nodeCount: number,
  { offsets, starts, lists, backs, ranks }: OrientedPlace,
  isWide: boolean,
  workspaceCount: number,
  scratch: Scratch,
  tick: (done: number) => void,
): Steps<Float64Array> {
  const workspaces = layOutWorkspaces(scratch, workspaceCount, workspaceSizeBytes(nodeCount));
  const { address, workspaceBytes } = workspaces;
  const kernel = isWide ? "countWideTriangles" : "countTriangles";
  const count = step(scratch, kernel, nodeCount, {
    offsets,
    ranks,
    starts,
    lists,
    backs,
    workspaces: address,
    workspaceBytes,
    workspaceCount,
    nodeCount,
  });
  yield* stepsInEqualParts(count, tick);
  return sumCounts(workspaces, ranks, nodeCount);
}

/** Marks, and counts. */
function workspaceSizeBytes(nodeCount: number): number {
  return nodeCount * 5 + 3;
}

function sumCounts(workspaces: Workspaces, ranks: Uint32Array | undefined, nodeCount: number): Float64Array {
  const marksWords = Math.ceil(nodeCount / 4);
  const countsOf = (i: number) => workspaceWords(workspaces, i, marksWords + nodeCount).subarray(marksWords);
  const isFirstByNode = ranks === undefined && workspaces.count > 0;
  const byNode = isFirstByNode ? new Float64Array(countsOf(0)) : new Float64Array(nodeCount);
  for (let i = isFirstByNode ? 1 : 0; i < workspaces.count; i++) {
    const counts = countsOf(i);
    if (ranks === undefined) for (let u = 0; u < nodeCount; u++) byNode[u] += counts[u];
    else for (let u = 0; u < nodeCount; u++) byNode[u] += counts[ranks[u]];
  }
  return byNode;
}
