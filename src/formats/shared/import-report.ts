/** The report of an import, from what was read and what was written. */
import type { GraphBuilder } from "./graph-builder.js";
import type { ImportReport } from "./report.js";
import type { WrittenSoFar } from "./write-graph.js";

/** The totals of a run of reading. `startMs` is when it began, by `performance.now()`. */
export function importReport(
  builder: GraphBuilder,
  written: WrittenSoFar,
  direction: boolean | "mixed",
  bytes: number,
  startMs: number,
): ImportReport {
  const nodes = countIn(written.nodeRuns);
  const edges = countIn(written.edgeRuns);
  const hasKey = written.nodeAttributes.has(written.key ?? "") || written.mergedCount > 0;
  return {
    format: builder.format,
    version: builder.version,
    key: hasKey ? (written.key ?? null) : null,
    nodeCount: nodes,
    edgeCount: edges,
    mergedCount: written.mergedCount,
    mergedEdgeCount: written.mergedEdgeCount,
    removedNodeCount: written.removedNodeCount,
    removedEdgeCount: written.removedEdgeCount,
    nodeIds: idsIn(written.nodeRuns, nodes),
    edgeIds: idsIn(written.edgeRuns, edges),
    nodeAttributes: Object.fromEntries(written.nodeAttributes),
    edgeAttributes: Object.fromEntries(written.edgeAttributes),
    graphAttributes: Object.fromEntries(builder.graphAttributes),
    directed: direction === "mixed" ? undefined : direction,
    losses: builder.losses.list(),
    skipped: builder.skipped.list(),
    warnings: builder.warnings.list(),
    bytes,
    timeMs: performance.now() - startMs,
  };
}

type Runs = readonly (readonly [first: number, count: number])[];

function countIn(runs: Runs): number {
  return runs.reduce((all, [, count]) => all + count, 0);
}

function idsIn(runs: Runs, count: number): Uint32Array {
  const ids = new Uint32Array(count);
  let n = 0;
  for (const [first, length] of runs) for (let i = 0; i < length; i++) ids[n++] = first + i;
  return ids;
}
