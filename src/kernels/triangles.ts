/**
 * Triangles by kernels: nodes are ranked by falling degree, so that few have many lower neighbours, and what two
 * neighbours have in common is found by marking bytes. See kernels/assembly/triangles.ts.
 */
import type { FrozenCsr } from "./csr.js";
import { type Desks, desksSizeBytes, deskWords, layDesks } from "./desks.js";
import { joinSteps, openJoined } from "./joined.js";
import type { Scratch } from "./scratch.js";
import { type Step, type Steps, step, stepInOrder } from "./steps.js";

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
 * @param threadCount how many threads may take part.
 * @param tick called now and then with the number of nodes done.
 */
export function* triangleSteps(
  csr: FrozenCsr,
  isWide: boolean,
  threadCount: number,
  tick: (done: number) => void,
): Steps<TriangleCounts | undefined> {
  // one for each thread, and for the one that hands out the work
  const deskCount = threadCount + 1;
  const sizeBytes = slotsSizeBytes(csr) + desksSizeBytes(deskCount, deskSizeBytes(csr.nodeCount));
  const scratch = openJoined(csr, sizeBytes, false);
  if (scratch === undefined) return undefined;
  try {
    return yield* countSteps(csr, scratch, isWide, deskCount, tick);
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
  deskCount: number,
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
  const desks = layDesks(scratch, deskCount, deskSizeBytes(nodeCount));
  yield* countAtDesks(
    isWide ? "countWideTriangles" : "countTriangles",
    [...filled, lists],
    desks,
    nodeCount,
    tick,
  );
  const byNode = new Float64Array(nodeCount);
  for (let i = 0; i < deskCount; i++) {
    const counts = deskWords(desks, i, nodeCount);
    for (let rank = 0; rank < nodeCount; rank++) byNode[nodes[rank]] += counts[rank];
  }
  return { counts: byNode, degrees: degrees.slice() };
}

/** Counts and marks. */
function deskSizeBytes(nodeCount: number): number {
  return nodeCount * 5;
}

/** Ranks a chunk: the first ones have most of the work. */
const rankChunkSize = 64;

/** After how large a part of all ranks those who watch are told. */
const partsWanted = 64;

function* countAtDesks(
  kernel: "countTriangles" | "countWideTriangles",
  filled: readonly [nodes: number, records: number, slots: number, backs: number, lists: number],
  { scratch, address, deskBytes, count }: Desks,
  nodeCount: number,
  tick: (done: number) => void,
): Generator<Step, void, void> {
  const whole = step(scratch, kernel, nodeCount, ...filled, address, deskBytes, count, nodeCount);
  const partSize = Math.max(rankChunkSize, Math.ceil(nodeCount / partsWanted));
  for (let first = 0; first < nodeCount; first += partSize) {
    const last = Math.min(nodeCount, first + partSize);
    yield { ...whole, first, last, chunkSize: rankChunkSize };
    tick(last);
  }
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
