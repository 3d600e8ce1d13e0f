/**
 * Arcs oriented towards the higher degree, as in kernels/assembly/structure/triangles.ts, cached in the graph's memory.
 */

import type { FrozenCsr } from "../../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../../kernels/runtime/scratch.js";
import { type Step, type Steps, step, stepInOrder } from "../../../kernels/runtime/steps.js";
import {
  openSymmetrized,
  type SymmetrizedPlace,
  symmetrizeSteps,
} from "../../shared/arcs/symmetrized-kernel.js";
import { type CachedPart, PartCache } from "../../shared/cached-part.js";
import { layOutWorkspaces, workspaceMarks, workspacesSizeBytes } from "../../shared/workspaces.js";

/** The arrays that kernels read. */
export interface OrientedPlace {
  readonly offsets: number;
  readonly lists: number;
  readonly backs: number;
  /** The distinct neighbors of each node. */
  readonly degrees: Uint32Array;
  /** The rank of each node, if its neighbors call it by that. */
  readonly ranks: Uint32Array | undefined;
  /** The start of each list, by label. */
  readonly starts: number;
}

const narrow = new PartCache<FrozenCsr, OrientedPlace>();
const wide = new PartCache<FrozenCsr, OrientedPlace>();

export const OrientedArcs = {
  /** Those that are cached, if there are any. The user has to release them. */
  find: (csr: FrozenCsr, isWide: boolean): CachedPart<OrientedPlace> | undefined =>
    (isWide ? wide : narrow).find(csr),
};

/**
 * The oriented arcs of a graph; undefined where the loops in TypeScript have to run.
 *
 * @param isWide whether entries have the number of directions in which the pair has arcs.
 */
export function* orientedSteps(
  csr: FrozenCsr,
  isWide: boolean,
  workspaceCount: number,
): Steps<CachedPart<OrientedPlace> | undefined> {
  const cached = OrientedArcs.find(csr, isWide);
  if (cached !== undefined) return cached;
  const storage = openScratch(csr.out.place?.arena, storageSizeBytes(csr));
  if (storage === undefined) return undefined;
  let oriented: CachedPart<OrientedPlace> | undefined;
  let scratch: Scratch | undefined;
  try {
    scratch = openSymmetrized(
      csr,
      workSizeBytes(csr) + workspacesSizeBytes(workspaceCount, csr.nodeCount),
      false,
    );
    if (scratch !== undefined) {
      const place = yield* orientSteps(csr, isWide, workspaceCount, storage, scratch);
      oriented = (isWide ? wide : narrow).add(csr, place, storage);
    }
    return oriented;
  } finally {
    scratch?.release();
    if (oriented === undefined) storage.release();
  }
}

/**
 * The bytes of the lists; their offsets if arcs are symmetrized; the split of each list; degrees; ranks and the
 * starts of their lists.
 */
function storageSizeBytes({ nodeCount, arcCount, directed }: FrozenCsr): number {
  return nodeCount * 20 + 4 + arcCount * (directed ? 8 : 4);
}

/** The bytes needed to find ranks, or classes. */
function workSizeBytes({ nodeCount }: FrozenCsr): number {
  return nodeCount * 4 + 4;
}

function* orientSteps(
  csr: FrozenCsr,
  isWide: boolean,
  workspaceCount: number,
  storage: Scratch,
  scratch: Scratch,
): Generator<Step, OrientedPlace, void> {
  const { nodeCount } = csr;
  const arcs = yield* symmetrizeSteps(csr, scratch, false);
  const { offsets, ends } = arcs;
  const order = isUneven(arcs, nodeCount, scratch)
    ? yield* rankSteps(nodeCount, offsets, storage, scratch)
    : yield* degreeClassSteps(nodeCount, offsets, scratch);
  const { ranks, classes } = order;
  const lists = storage.uint32(arcs.arcCount).byteOffset;
  const backs = storage.uint32(nodeCount).byteOffset;
  const degrees = storage.uint32(nodeCount);
  const workspaces = layOutWorkspaces(scratch, workspaceCount, nodeCount);
  const oriented = { lists, backs, degrees };
  const { address, workspaceBytes } = workspaces;
  const places = { workspaces: address, workspaceBytes, workspaceCount };
  if (isWide) {
    const outOffsets = csr.out.place!.offsets;
    yield step(scratch, "orientWideArcs", nodeCount, {
      offsets,
      ends,
      outOffsets,
      classes,
      ranks,
      ...oriented,
      ...places,
    });
  } else if (classes === undefined) {
    yield step(scratch, "orientRankedArcs", nodeCount, { offsets, ends, ranks, ...oriented, ...places });
  } else {
    // classes are marked by their highest bit, which saves looking marks up
    for (let i = 0; i < workspaceCount; i++) workspaceMarks(workspaces, i, nodeCount).set(classes);
    yield step(scratch, "orientArcs", nodeCount, { offsets, ends, ...oriented, ...places });
  }
  const lasting = csr.directed ? copyOffsets(offsets, nodeCount, storage) : offsets;
  const starts = order.starts === offsets ? lasting : order.starts;
  return { offsets: lasting, lists, backs, degrees, ranks, starts };
}

/** Symmetrized arcs are temporary. */
function copyOffsets(offsets: number, nodeCount: number, storage: Scratch): number {
  const copy = storage.uint32(nodeCount + 1);
  copy.set(new Uint32Array(storage.arena.memory.buffer, offsets, nodeCount + 1));
  return copy.byteOffset;
}

/**
 * Whether some node has so many arcs that the few nodes which fill most lists should lie next to each other in
 * memory: that pays where degrees differ (Kronecker of scale 18: 1156, then 983 ms), and costs where they do not
 * (392, 492 ms).
 */
function isUneven({ offsets, arcCount }: SymmetrizedPlace, nodeCount: number, { arena }: Scratch): boolean {
  const starts = new Uint32Array(arena.memory.buffer, offsets, nodeCount + 1);
  const degreeMin = (UNEVENNESS * arcCount) / nodeCount;
  for (let u = 0; u < nodeCount; u++) if (starts[u + 1] - starts[u] > degreeMin) return true;
  return false;
}

/** A multiple of the average number of arcs of a node. */
const UNEVENNESS = 32;

/** The order by which arcs are oriented: ranks, or classes of degrees; and the start of each list, by label. */
interface Order {
  readonly ranks: Uint32Array | undefined;
  readonly classes: Uint8Array | undefined;
  readonly starts: number;
}

/** The rank of each node by falling degree, of those of one degree by index. */
function* rankSteps(
  nodeCount: number,
  offsets: number,
  storage: Scratch,
  scratch: Scratch,
): Generator<Step, Order, void> {
  const ranks = storage.uint32(nodeCount);
  const starts = storage.uint32(nodeCount).byteOffset;
  const places = scratch.uint32(nodeCount + 1).fill(0);
  const cap = Math.max(1, nodeCount) - 1;
  yield stepInOrder(scratch, "countShortfalls", nodeCount, { offsets, cap, counts: places });
  for (let shortfall = 0, sum = 0; shortfall <= nodeCount; shortfall++) {
    sum += places[shortfall];
    places[shortfall] = sum;
  }
  yield stepInOrder(scratch, "rankNodes", nodeCount, { offsets, cap, places, ranks, starts });
  return { ranks, classes: undefined, starts };
}

function* degreeClassSteps(
  nodeCount: number,
  offsets: number,
  scratch: Scratch,
): Generator<Step, Order, void> {
  const classes = scratch.uint8(nodeCount);
  yield step(scratch, "classifyDegrees", nodeCount, { offsets, classes });
  return { ranks: undefined, classes, starts: offsets };
}
