/** Arcs as links, in scratch: steps between distinct nodes, without self-loops and each but once. */
import type { CsrPlace } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Steps, stepInOrder } from "../../kernels/runtime/steps.js";

/** Arcs by the node they leave, or by the one they lead to. */
export interface LinkArcs {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  /** The addresses of the arrays for kernels; undefined if they are in plain buffers. */
  readonly place?: CsrPlace | undefined;
}

/** In scratch, in the order of the first arc of each. */
export interface ScratchLinks {
  readonly offsets: Uint32Array;
  /** Its length is the count of arcs; what lies behind the last link means nothing. */
  readonly ends: Uint32Array;
}

/** Bytes of scratch that `linkSteps` takes. */
export function linksSizeBytes({ offsets, ends, place }: LinkArcs): number {
  const copied = place === undefined ? offsets.length + ends.length : 0;
  return (offsets.length * 2 + ends.length + copied) * 4;
}

/** The links of arcs. O(nodes + arcs). */
export function* linkSteps(scratch: Scratch, arcs: LinkArcs): Steps<ScratchLinks> {
  const nodeCount = arcs.offsets.length - 1;
  const copy = (words: Uint32Array): Uint32Array => scratch.copyWords(words);
  const from = arcs.place ?? { offsets: copy(arcs.offsets), ends: copy(arcs.ends) };
  const [offsets, ends] = [scratch.uint32(nodeCount + 1), scratch.uint32(arcs.ends.length)];
  const marks = scratch.uint32(nodeCount).fill(0);
  offsets[0] = 0;
  const given = { arcOffsets: from.offsets, arcEnds: from.ends };
  yield stepInOrder(scratch, "linkArcs", nodeCount, { ...given, offsets, ends, marks });
  return { offsets, ends };
}
