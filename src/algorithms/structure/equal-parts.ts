/** Steps over nodes of which some have far more work than others. */
import type { Step } from "../../kernels/runtime/steps.js";

/** Nodes a chunk. */
const NODE_CHUNK_SIZE = 256;

/** The part of all nodes after which progress is reported. */
const PARTS_WANTED = 64;

/** A step in equal parts, after each of which `tick` is called with the number of nodes done. */
export function* stepsInEqualParts(whole: Step, tick: (done: number) => void): Generator<Step, void, void> {
  const partSize = Math.max(NODE_CHUNK_SIZE, Math.ceil(whole.last / PARTS_WANTED));
  for (let first = 0; first < whole.last; first += partSize) {
    const last = Math.min(whole.last, first + partSize);
    yield { ...whole, first, last, chunkSize: NODE_CHUNK_SIZE };
    tick(last);
  }
}
