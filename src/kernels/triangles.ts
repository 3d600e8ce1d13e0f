/**
 * Triangles by kernels: arcs are turned towards the higher degree, so that few nodes have many above them, and what
 * two neighbours have in common is found by marking bytes. See kernels/assembly/triangles.ts.
 */
import type { FrozenCsr } from "./csr.js";
import { type Desks, deskMarks, desksSizeBytes, deskWords, layDesks } from "./desks.js";
import { type JoinedPlace, joinSteps, openJoined } from "./joined.js";
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
  const sizeBytes = listsSizeBytes(csr) + desksSizeBytes(threadCount, deskSizeBytes(csr.nodeCount));
  const scratch = openJoined(csr, sizeBytes, false);
  if (scratch === undefined) return undefined;
  try {
    return yield* countSteps(csr, scratch, isWide, threadCount, tick);
  } finally {
    scratch.release();
  }
}

/** Lists; where they are parted, twice; degrees; ranks, where their lists start, what finds them; or classes. */
function listsSizeBytes({ nodeCount, arcCount, directed }: FrozenCsr): number {
  return nodeCount * 24 + arcCount * (directed ? 8 : 4) + 4;
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
  const { offsets, ends } = arcs;
  const order = isUneven(arcs, nodeCount, scratch)
    ? yield* rankSteps(nodeCount, offsets, scratch)
    : yield* classSteps(nodeCount, offsets, scratch);
  const ranks = order.ranks?.byteOffset ?? 0;
  const lists = scratch.uint32(arcs.arcCount).byteOffset;
  const fronts = scratch.uint32(nodeCount).byteOffset;
  const backs = scratch.uint32(nodeCount).byteOffset;
  const degrees = scratch.uint32(nodeCount);
  const desks = layDesks(scratch, deskCount, deskSizeBytes(nodeCount));
  const places = [desks.address, desks.deskBytes, deskCount] as const;
  const turned = [lists, fronts, backs, degrees.byteOffset, ...places] as const;
  if (isWide) {
    const classes = order.classes?.byteOffset ?? 0;
    const outOffsets = csr.out.place!.offsets;
    yield step(scratch, "turnWideArcs", nodeCount, offsets, ends, outOffsets, classes, ranks, ...turned);
  } else if (order.classes === undefined) {
    yield step(scratch, "turnRankedArcs", nodeCount, offsets, ends, ranks, ...turned);
  } else {
    // classes are marked by their highest bit, which saves looking marks up
    for (let i = 0; i < deskCount; i++) deskMarks(desks, i, nodeCount).set(order.classes);
    yield step(scratch, "turnArcs", nodeCount, offsets, ends, ...turned);
    for (let i = 0; i < deskCount; i++) deskMarks(desks, i, nodeCount).fill(0);
  }
  const kernel = isWide ? "countWideTriangles" : "countTriangles";
  const read = [offsets, ranks, order.starts, lists, fronts, backs, ...places, nodeCount] as const;
  yield* inEqualParts(step(scratch, kernel, nodeCount, ...read), tick);
  return { counts: sumCounts(desks, order.ranks, nodeCount), degrees: degrees.slice() };
}

/** Marks, and counts. */
function deskSizeBytes(nodeCount: number): number {
  return nodeCount * 5 + 3;
}

/** Nodes a chunk: some have far more work than others. */
const nodeChunkSize = 256;

/** After how large a part of all nodes those who watch are told. */
const partsWanted = 64;

function* inEqualParts(whole: Step, tick: (done: number) => void): Generator<Step, void, void> {
  const partSize = Math.max(nodeChunkSize, Math.ceil(whole.last / partsWanted));
  for (let first = 0; first < whole.last; first += partSize) {
    const last = Math.min(whole.last, first + partSize);
    yield { ...whole, first, last, chunkSize: nodeChunkSize };
    tick(last);
  }
}

function sumCounts(desks: Desks, ranks: Uint32Array | undefined, nodeCount: number): Float64Array {
  const byNode = new Float64Array(nodeCount);
  const marksWords = Math.ceil(nodeCount / 4);
  for (let i = 0; i < desks.count; i++) {
    const counts = deskWords(desks, i, marksWords + nodeCount).subarray(marksWords);
    if (ranks === undefined) for (let u = 0; u < nodeCount; u++) byNode[u] += counts[u];
    else for (let u = 0; u < nodeCount; u++) byNode[u] += counts[ranks[u]];
  }
  return byNode;
}

/**
 * Whether some node has so many arcs that the few most of all lists are about should lie side by side: that pays
 * where degrees differ (Kronecker of scale 18: 1156, then 983 ms), and costs where they do not (392, 492 ms).
 */
function isUneven({ offsets, arcCount }: JoinedPlace, nodeCount: number, { space }: Scratch): boolean {
  const starts = new Uint32Array(space.memory.buffer, offsets, nodeCount + 1);
  const degreeMin = (unevenness * arcCount) / nodeCount;
  for (let u = 0; u < nodeCount; u++) if (starts[u + 1] - starts[u] > degreeMin) return true;
  return false;
}

/** How many times as many arcs as a node has on average. */
const unevenness = 32;

/** By what arcs are turned: ranks, or classes of degrees; and where the lists start, by label. */
interface Order {
  readonly ranks: Uint32Array | undefined;
  readonly classes: Uint8Array | undefined;
  readonly starts: number;
}

/** The rank of each node by falling degree, of those of one degree by index. */
function* rankSteps(nodeCount: number, offsets: number, scratch: Scratch): Generator<Step, Order, void> {
  const ranks = scratch.uint32(nodeCount);
  const starts = scratch.uint32(nodeCount).byteOffset;
  const places = scratch.uint32(nodeCount + 1).fill(0);
  const cap = Math.max(1, nodeCount) - 1;
  yield stepInOrder(scratch, "countShortfalls", nodeCount, offsets, cap, places.byteOffset);
  for (let shortfall = 0, sum = 0; shortfall <= nodeCount; shortfall++) {
    sum += places[shortfall];
    places[shortfall] = sum;
  }
  const filled = [places.byteOffset, ranks.byteOffset, starts] as const;
  yield stepInOrder(scratch, "rankNodes", nodeCount, offsets, cap, ...filled);
  return { ranks, classes: undefined, starts };
}

function* classSteps(nodeCount: number, offsets: number, scratch: Scratch): Generator<Step, Order, void> {
  const classes = scratch.uint8(nodeCount);
  yield step(scratch, "classDegrees", nodeCount, offsets, classes.byteOffset);
  return { ranks: undefined, classes, starts: offsets };
}
