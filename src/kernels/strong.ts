/**
 * Strongly connected components over a frozen graph's memory: Pearce 2016, "A space-efficient algorithm for
 * finding strongly connected components", as a walk in chunks of arcs.
 */
import type { FrozenCsr } from "./csr.js";
import { openScratch } from "./scratch.js";
import { inParts, type Steps, stepInOrder } from "./steps.js";

/** Components are numbered so that arcs between them lead from higher numbers to lower ones. */
export interface StrongLabels {
  readonly labels: Uint32Array;
  readonly count: number;
}

/** Units of the walk a call: arcs looked at and nodes left. */
const unitChunkSize = 65536;

/** Ranks from here on are components. */
const done = 2 ** 31;

/** The component of each node; undefined where there are no kernels. `tick` is told of nodes come to. */
export function* strongSteps(
  { nodeCount, arcCount, out }: FrozenCsr,
  tick: (done: number) => void,
): Steps<StrongLabels | undefined> {
  const { place } = out;
  // a unit for each arc, again for each of a tree, and for each node left
  const unitCount = arcCount + 2 * nodeCount;
  const scratch = openScratch(place?.space, nodeCount * 17 + 64);
  if (scratch === undefined || place === undefined) return undefined;
  try {
    const state = scratch.uint32(5).fill(0);
    state[1] = 0xffff_ffff;
    const ranks = scratch.uint32(nodeCount).fill(0);
    const [next, parents, waiting] = [0, 1, 2].map(() => scratch.uint32(nodeCount).byteOffset);
    const isRoot = scratch.uint8(nodeCount).byteOffset;
    const graph = [state.byteOffset, nodeCount, place.offsets, place.ends] as const;
    const arrays = [ranks.byteOffset, next, parents, waiting, isRoot] as const;
    const walk = stepInOrder(scratch, "walkStrongly", unitCount, ...graph, ...arrays);
    yield* inParts({ ...walk, chunkSize: unitChunkSize }, () => tick(state[2]));
    const labels = new Uint32Array(nodeCount);
    for (let u = 0; u < nodeCount; u++) labels[u] = ranks[u] - done;
    return { labels, count: state[4] };
  } finally {
    scratch.release();
  }
}
