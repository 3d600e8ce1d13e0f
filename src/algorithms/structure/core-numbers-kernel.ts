/**
 * Core numbers by kernels, level by level: Dasari, Desh and Zubair 2014, "ParK: an efficient algorithm for
 * k-core decomposition on multicore processors".
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import { openSymmetrized, symmetrizeSteps } from "../shared/arcs/symmetrized-kernel.js";

/**
 * The core number of each node, directions, self-loops and parallel edges left aside; undefined where the loop
 * in TypeScript has to run.
 *
 * @param tick called now and then with the number of nodes done.
 */
export function* coreSteps(csr: FrozenCsr, tick: (done: number) => void): Steps<Uint32Array | undefined> {
  const scratch = openSymmetrized(csr, csr.nodeCount * 14 + 16, false);
  if (scratch === undefined) return undefined;
  try {
    return yield* peelSteps(csr, scratch, tick);
  } finally {
    scratch.release();
  }
}

function* peelSteps(csr: FrozenCsr, scratch: Scratch, tick: (done: number) => void): Steps<Uint32Array> {
  const { nodeCount } = csr;
  const { offsets, ends } = yield* symmetrizeSteps(csr, scratch, false);
  const marks = scratch.uint8(nodeCount).fill(0).byteOffset;
  const flags = scratch.uint8(nodeCount).byteOffset;
  const degrees = scratch.uint32(nodeCount);
  const left = scratch.uint32(nodeCount);
  const queue = scratch.uint32(nodeCount + 1).byteOffset;
  const state = scratch.uint32(4);
  yield step(scratch, "startSets", nodeCount, { parents: left });
  yield stepInOrder(scratch, "countNeighbors", nodeCount, { offsets, ends, marks, flags, degrees });
  const take = (count: number, level: number) =>
    stepInOrder(scratch, "takeLevel", count, { degrees, left, level, queue, state });
  let [leftCount, done, level] = [nodeCount, 0, 0];
  while (leftCount > 0) {
    state.set([0, done, nodeCount]);
    yield take(leftCount, level);
    const least = state[2];
    leftCount = state[0];
    const found = state[1] > done;
    while (done < state[1]) {
      const queued = state[1];
      const peel = stepInOrder(scratch, "peelQueue", queued, {
        offsets,
        ends,
        marks,
        flags,
        degrees,
        level,
        queue,
        state,
      });
      yield { ...peel, first: done };
      done = queued;
      tick(done);
    }
    // removed nodes may have lowered others, though not below the next level
    level = found ? level + 1 : least;
  }
  return degrees.slice();
}
