/** Brandes' searches by hops over a kernel's memory: see kernels/assembly/centrality/betweenness-centrality.ts and path-levels.ts. */

import { type Steps, step } from "../../kernels/runtime/steps.js";
import { type LinkArcs, linkSteps, linksSizeBytes } from "./links-kernel.js";
import type { WorkspaceSizes } from "./path-workspaces.js";
import { batchSteps } from "./search-batches.js";

export interface DependencyInput {
  /** The arcs that paths follow, by the node they leave. */
  readonly arcs: LinkArcs;
  /**
   * The same by the node they lead to, the same object where every arc has its reverse. Searches visit half as many
   * arcs with them.
   */
  readonly back: LinkArcs | undefined;
  readonly pivots: Uint32Array;
  /** Whether dependencies of links are computed, or those of nodes. */
  readonly byLink: boolean;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
}

/**
 * The sum of what depends on each node, or on each link, over all searches from the pivots. Links are arcs without
 * self-loops and without parallels, in the order of the first of each. Undefined where there are no kernels.
 */
export function dependencySteps(input: DependencyInput): Steps<Float64Array | undefined> {
  const { arcs, back, pivots, byLink, threadCount, tick } = input;
  const nodeCount = arcs.offsets.length - 1;
  const backBytes = back === undefined || back === arcs ? 0 : linksSizeBytes(back);
  return batchSteps({
    arena: arcs.place?.arena,
    sources: pivots,
    work: nodeCount + 1 + arcs.ends.length,
    sizes: workspaceSizesOf(input),
    sizeBytes: linksSizeBytes(arcs) + backBytes,
    threadCount,
    tick,
    *prepare(scratch) {
      const links = yield* linkSteps(scratch, arcs);
      const backLinks = back === undefined || back === arcs ? undefined : yield* linkSteps(scratch, back);
      const into = back === arcs ? links : backLinks;
      const { offsets, ends } = links;
      const graph = { nodeCount, offsets, ends, backOffsets: into?.offsets, backEnds: into?.ends };
      return {
        count: byLink ? links.offsets[nodeCount] : nodeCount,
        stepOf({ sources, heads, first, last, batchSize }) {
          const round = { sources, heads, round: first, chunkSize: batchSize };
          return step(scratch, "searchSources", last, { ...graph, ...round, byLink: byLink ? 1 : 0 });
        },
      };
    },
  });
}

function workspaceSizesOf({ arcs, back, byLink }: DependencyInput): WorkspaceSizes {
  const nodeCount = arcs.offsets.length - 1;
  const arcCount = arcs.ends.length;
  // of a link and its reverse only one can lead to the next level; the sweep over links visits them all again
  const stepCountMax = byLink ? 0 : back === arcs ? arcCount / 2 : arcCount;
  return { nodeCount, stepCountMax, valueCount: byLink ? arcCount : nodeCount, byLength: false };
}
