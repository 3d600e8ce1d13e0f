/**
 * Triangles by kernels: nodes are ranked by falling degree, so that few have many lower neighbours, and what two
 * neighbours have in common is found by marking bytes. See kernels/assembly/triangles.ts.
 */
import type { FrozenCsr } from "./csr.js";
import { joinSteps, openJoined } from "./joined.js";
import type { Scratch } from "./scratch.js";
import { inParts, type Step, type Steps, step, stepInOrder } from "./steps.js";

/** By node, over the simple graph without directions. */
export interface TriangleCounts {
  /** The triangles that each node is in. */
  readonly counts: Float64Array;
  /** The distinct neighbours of each node. */
  readonly degrees: Uint32Array;
}

/**
 * Counts triangles; undefined where the loops in TypeScript have to run.
 *
 * @param isWide for directed graphs: a triangle counts for a node once for each direction in which the two others
 *   have an edge.
 * @param tick called now and then with the number of nodes done.
 */
export function* triangleSteps(
  csr: FrozenCsr,
  isWide: boolean,
  tick: (done: number) => void,
): Steps<TriangleCounts | undefined> {
  const scratch = openJoined(csr, slotsSizeBytes(csr), false);
  if (scratch === undefined) return undefined;
  try {
    return yield* countSteps(csr, scratch, isWide, tick);
  } finally {
    scratch.release();
  }
}

function slotsSizeBytes({ nodeCount, arcCount, directed }: FrozenCsr): number {
  return nodeCount * 49 + arcCount * (directed ? 8 : 4) + 16;
}

function* countSteps(
  csr: FrozenCsr,
  scratch: Scratch,
  isWide: boolean,
  tick: (done: number) => void,
): Steps<TriangleCounts> {
  const { nodeCount } = csr;
  const arcs = yield* joinSteps(csr, scratch, false);
  const nodes = yield* rankSteps(nodeCount, arcs.offsets, scratch);
  const records = scratch.uint32(4 * nodeCount).byteOffset;
  const slots = scratch.uint32(nodeCount + 1);
  const backs = scratch.uint32(nodeCount).byteOffset;
  const lists = scratch.uint32(nodeCount + arcs.arcCount).byteOffset;
  const marks = scratch.uint8(nodeCount).fill(0).byteOffset;
  const counts = scratch.uint32(nodeCount).fill(0);
  const degrees = scratch.uint32(nodeCount);
  const filled = [nodes.byteOffset, records, slots.byteOffset, backs] as const;
  const { offsets, ends } = arcs;
  slots[0] = 0;
  yield stepInOrder(
    scratch,
    "startSlots",
    nodeCount,
    offsets,
    nodes.byteOffset,
    records,
    slots.byteOffset,
    lists,
  );
  yield isWide
    ? stepInOrder(
        scratch,
        "fillWideSlots",
        nodeCount,
        offsets,
        ends,
        csr.out.place!.offsets,
        ...filled,
        lists,
        marks,
      )
    : stepInOrder(scratch, "fillSlots", nodeCount, offsets, ends, ...filled, lists);
  yield step(scratch, "countDistinct", nodeCount, ...filled, degrees.byteOffset);
  const kernel = isWide ? "countWideTriangles" : "countTriangles";
  yield* inParts(stepInOrder(scratch, kernel, nodeCount, ...filled, lists, marks, counts.byteOffset), tick);
  const byNode = new Float64Array(nodeCount);
  for (let rank = 0; rank < nodeCount; rank++) byNode[nodes[rank]] = counts[rank];
  return { counts: byNode, degrees: degrees.slice() };
}

/** The nodes by falling degree, those of one degree by index. */
function* rankSteps(
  nodeCount: number,
  offsets: number,
  scratch: Scratch,
): Generator<Step, Uint32Array, void> {
  const nodes = scratch.uint32(nodeCount);
  const starts = scratch.uint32(nodeCount + 1).fill(0);
  const cap = Math.max(1, nodeCount) - 1;
  yield stepInOrder(scratch, "countShortfalls", nodeCount, offsets, cap, starts.byteOffset);
  for (let shortfall = 0, sum = 0; shortfall <= nodeCount; shortfall++) {
    sum += starts[shortfall];
    starts[shortfall] = sum;
  }
  yield stepInOrder(scratch, "rankNodes", nodeCount, offsets, cap, starts.byteOffset, nodes.byteOffset);
  return nodes;
}
