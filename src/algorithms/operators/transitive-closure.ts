/** The transitive closure as a list of edges, by a search from each node. */
import { LimitError } from "../../errors.js";
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { hopsFrom } from "../traversal/hops-loops.js";

/** Pairs of nodes, as `graph.addEdges(sources, targets)` takes them. */
export interface NodePairs {
  /** Ids of nodes. */
  readonly sources: Uint32Array;
  /** Ids of nodes, as many. */
  readonly targets: Uint32Array;
}

/** More pairs do not fit into a typed array that every engine can make. */
const PAIRS_MAX = 2 ** 31 - 1;

/**
 * An edge from each node to each that it leads to by one edge or more, in the order of sources and then targets.
 * A node leads to itself just if it is on a cycle. Of an undirected graph each pair of connected nodes is listed
 * once, the smaller id first, and a node with itself if it has a self-loop.
 *
 * Time: O(nodes * (nodes + edges)); space: 8 bytes a node beside the result, which may have an edge for each pair
 * of nodes. Deterministic. An empty graph gives no edges; parallel edges change nothing.
 *
 * @throws LimitError if there are more than 2^31 - 1 pairs.
 * @example
 * const { sources, targets } = transitiveClosure(graph);
 * graph.addEdges(sources, targets, { type: "REACHES" });
 */
export function transitiveClosure(view: GraphView, options: RunOptions = {}): NodePairs {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { nodeCount, nodeIds, directed } = csr;
  const { offsets, ends } = csr.out;
  const tick = watch(options, nodeCount);
  const hops = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  const rows: Uint32Array[] = [];
  let count = 0;
  for (let u = 0; u < nodeCount; u++) {
    tick(u);
    const found = hopsFrom(csr.out, [u], hops, queue);
    let onCycle = false;
    for (let i = 0; i < found && !onCycle; i++) {
      // without direction only a self-loop leads back by another way than it came
      if (i > 0 && !directed) break;
      for (let arc = offsets[queue[i]]; arc < offsets[queue[i] + 1] && !onCycle; arc++)
        onCycle = ends[arc] === u;
    }
    for (let i = 0; i < found; i++) hops[queue[i]] = -1;
    const row = queue.slice(0, found).filter((v) => (v === u ? onCycle : directed || v > u));
    rows.push(row.sort());
    count += row.length;
    if (count > PAIRS_MAX) throw new LimitError("pairs of a transitive closure", PAIRS_MAX, count);
  }
  const sources = new Uint32Array(count);
  const targets = new Uint32Array(count);
  let n = 0;
  rows.forEach((row, u) => {
    sources.fill(nodeIds[u], n, n + row.length);
    for (let i = 0; i < row.length; i++) targets[n++] = nodeIds[row[i]];
  });
  tick(nodeCount);
  return { sources, targets };
}
