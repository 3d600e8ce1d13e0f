/** Brandes' searches by length over a kernel's memory: see kernels/assembly/centrality/weighted-betweenness.ts. */
import type { Arena } from "../../kernels/core/arena.js";
import { type Steps, step } from "../../kernels/runtime/steps.js";
import { batchSteps } from "./search-batches.js";

export interface LengthDependencyInput {
  /** The graph's arena, if it has one. */
  readonly arena: Arena | undefined;
  /** Steps between distinct nodes, each pair but once, by the node they leave; lengths are above 0. */
  readonly links: {
    readonly offsets: Uint32Array;
    readonly ends: Uint32Array;
    /** The part of their lengths by which paths may differ and be equally long. Defaults to 0. */
    readonly tolerance?: number;
  };
  readonly lengths: Float64Array;
  readonly pivots: Uint32Array;
  /** Whether dependencies of links are computed, or those of nodes. */
  readonly byLink: boolean;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
}

/** As `dependencySteps`, by length. */
export function lengthDependencySteps(input: LengthDependencyInput): Steps<Float64Array | undefined> {
  const { arena, links, lengths, pivots, byLink, threadCount, tick } = input;
  const nodeCount = links.offsets.length - 1;
  const linkCount = links.ends.length;
  const valueCount = byLink ? linkCount : nodeCount;
  return batchSteps({
    arena,
    sources: pivots,
    work: nodeCount + 1 + linkCount,
    sizes: { nodeCount, stepCountMax: 0, valueCount, byLength: true },
    sizeBytes: links.offsets.length * 4 + linkCount * 12,
    threadCount,
    tick,
    *prepare(scratch) {
      const [offsets, ends] = [links.offsets, links.ends].map((words) => scratch.copyWords(words));
      const graph = { nodeCount, offsets, ends, lengths: scratch.copyNumbers(lengths) };
      const { tolerance = 0 } = links;
      return {
        count: valueCount,
        stepOf({ sources, heads, first, last, batchSize }) {
          const round = { sources, heads, round: first, chunkSize: batchSize };
          return step(scratch, "searchByLength", last, {
            ...graph,
            ...round,
            byLink: byLink ? 1 : 0,
            tolerance,
          });
        },
      };
    },
  });
}
