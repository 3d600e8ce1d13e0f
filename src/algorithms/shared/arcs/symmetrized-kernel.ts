/**
 * The arcs that kernels follow when directions are ignored: an undirected graph's own, or those of both halves of a
 * directed one merged in scratch, for each node first those that leave it.
 */
import type { FrozenCsr } from "../../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../../kernels/runtime/scratch.js";
import { type Step, step } from "../../../kernels/runtime/steps.js";

/** Addresses of arcs in a kernel's memory, laid out as in a half; `edges` if they were asked for. */
export interface SymmetrizedPlace {
  readonly offsets: number;
  readonly ends: number;
  readonly edges: number | undefined;
  readonly arcCount: number;
}

/**
 * Scratch for joining a graph's arcs and for arrays of `sizeBytes`; undefined where the loops in TypeScript
 * have to run.
 */
export function openSymmetrized(csr: FrozenCsr, sizeBytes: number, withEdges: boolean): Scratch | undefined {
  const arena = csr.out.place?.arena;
  if (arena === undefined || csr.in.place?.arena !== arena) return undefined;
  return openScratch(arena, sizeBytes + symmetrizedSizeBytes(csr, withEdges));
}

function symmetrizedSizeBytes({ directed, nodeCount, arcCount }: FrozenCsr, withEdges: boolean): number {
  return directed ? (nodeCount + 1) * 4 + arcCount * 2 * (withEdges ? 8 : 4) : 0;
}

/** Joins the arcs, in scratch from `openSymmetrized` with the same arguments. O(nodes + arcs). */
export function* symmetrizeSteps(
  csr: FrozenCsr,
  scratch: Scratch,
  withEdges: boolean,
): Generator<Step, SymmetrizedPlace, void> {
  const [out, into] = [csr.out.place!, csr.in.place!];
  if (!csr.directed) return { ...out, arcCount: csr.arcCount };
  const { nodeCount } = csr;
  const arcCount = csr.arcCount * 2;
  const offsets = scratch.uint32(nodeCount + 1).byteOffset;
  const join = (outWords: number, inWords: number): Step & { words: number } => {
    const words = scratch.uint32(arcCount).byteOffset;
    return {
      ...step(scratch, "symmetrizeArcs", nodeCount, {
        outOffsets: out.offsets,
        inOffsets: into.offsets,
        outWords,
        inWords,
        offsets,
        words,
      }),
      words,
    };
  };
  yield step(scratch, "symmetrizeOffsets", nodeCount + 1, {
    outOffsets: out.offsets,
    inOffsets: into.offsets,
    offsets,
  });
  const ends = join(out.ends, into.ends);
  yield ends;
  const edges = withEdges ? join(out.edges, into.edges) : undefined;
  if (edges !== undefined) yield edges;
  return { offsets, ends: ends.words, edges: edges?.words, arcCount };
}
